import type * as callbackProtocol from "@pulumi/pulumi/proto/callback_pb.js";
import * as protocol from "@pulumi/pulumi/proto/resource_pb.js";
import type { ProgramCallbacks } from "./callbacks";
import type { Goal } from "./goal";
import { asOutputValues } from "./output-values";
import { carriedDependencies, declaredDependencies } from "./registration";
import { asMap, asStruct } from "./struct";
import type { WireMap } from "./wire";

/** A registration after its transforms. */
export interface Transformed {
  readonly properties: WireMap;
  readonly options: protocol.TransformResourceOptions;
  readonly dependencies: Goal["dependencies"];
}

/** A program's transforms: of the stack, and of each resource for itself and what stands under it. */
export class Transforms {
  readonly #callbacks: ProgramCallbacks;
  readonly #ofStack: callbackProtocol.Callback[] = [];
  readonly #ofResource = new Map<string, readonly callbackProtocol.Callback[]>();

  constructor(callbacks: ProgramCallbacks) {
    this.#callbacks = callbacks;
  }

  addToStack(callback: callbackProtocol.Callback): void {
    this.#ofStack.push(callback);
  }

  addToResource(urn: string, callbacks: readonly callbackProtocol.Callback[]): void {
    this.#ofResource.set(urn, callbacks);
  }

  /**
   * Runs the resource's own transforms, then its ancestors' from near to far, then the stack's.
   * Only with transforms of its own does the engine read the dependencies anew from what they return.
   */
  async run(
    request: protocol.RegisterResourceRequest,
    options: protocol.TransformResourceOptions,
    ancestors: readonly string[],
  ): Promise<Transformed> {
    const own = request.getTransformsList();
    const declared = declaredDependencies(request);
    const given = asMap(request.getObject());
    const start: Step = { properties: own.length > 0 ? asOutputValues(given, declared) : given, options };
    const inherited = ancestors.flatMap((urn) => this.#ofResource.get(urn) ?? []);
    const end = await this.#chain(request, start, [...own, ...inherited, ...this.#ofStack]);
    const dependencies =
      own.length > 0
        ? { all: end.options.getDependsOnList(), byProperty: carriedDependencies(end.properties, new Map()) }
        : { all: request.getDependenciesList(), byProperty: carriedDependencies(end.properties, declared) };
    return { ...end, dependencies };
  }

  async #chain(
    request: protocol.RegisterResourceRequest,
    start: Step,
    chain: readonly callbackProtocol.Callback[],
  ): Promise<Step> {
    let step = start;
    for (const callback of chain) {
      const message = new protocol.TransformRequest().setType(request.getType()).setName(request.getName());
      message.setParent(request.getParent()).setCustom(request.getCustom());
      message.setProperties(asStruct(asOutputValues(step.properties, new Map()))).setOptions(step.options);
      const bytes = await this.#callbacks.call(callback, message.serializeBinary());
      const response = protocol.TransformResponse.deserializeBinary(bytes);
      step = {
        properties: response.hasProperties() ? asMap(response.getProperties()) : step.properties,
        options: response.getOptions() ?? step.options,
      };
    }
    return step;
  }
}

interface Step {
  readonly properties: WireMap;
  readonly options: protocol.TransformResourceOptions;
}
