import type * as provider from "@pulumi/pulumi/proto/provider_pb.js";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import * as rpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import * as protocol from "@pulumi/pulumi/proto/resource_pb.js";
import * as empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { ProgramCallbacks } from "./callbacks";
import { type Goal, graphResource, optional, type StackName } from "./goal";
import { Invokes } from "./invokes";
import { withoutOutputValues } from "./output-values";
import { hasUnknown, type PropertyMap } from "./property-value";
import { inheritFromParent, inheritProviders, optionsOf, withProviderVersion } from "./registration";
import { type GraphResource, inFixedOrder, type ResourceGraph } from "./resource-graph";
import { type RpcService, unary } from "./rpc-server";
import { referencedStack, type StackOutputs } from "./stack-outputs";
import { asMap, asStruct } from "./struct";
import { Transforms } from "./transforms";
import { isProviderType, providerUrn, STACK_TYPE, urnOf } from "./urn";
import { decodeMap, encodeMap, isSecretOnWire, SIGNATURE, UNKNOWN_ON_WIRE, type WireMap } from "./wire";

/** Features of the protocol that the engine answers with yes. @see `supportsFeatureID` in the engine's `source_eval.go` */
const FEATURES: ReadonlySet<string> = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "registerResourceOutputValues",
  "aliasSpecs",
  "replacementTrigger",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
  "sendsOptionsToHooks",
]);

const STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference";
const GET_RESOURCE = "pulumi:pulumi:getResource";
/** A read by an id that only a deployment can tell. */
const UNKNOWN_ID = "unknown";

/** What the monitor must know before the program starts. */
export interface MonitorOptions extends StackName {
  readonly organization: string;
  readonly stackOutputs: StackOutputs;
  /** Answers to invokes by token; one that isn't here is answered as unknown. */
  readonly invokeAnswers: Readonly<Record<string, PropertyMap>>;
}

/** A hook that the program registered. It is written down, never run. */
export interface RegisteredHook {
  readonly name: string;
  readonly onDryRun: boolean;
}

/**
 * A resource monitor that writes down every registration and answers as the engine does in the first preview of an empty stack.
 * It follows the engine's own order: inherit from the parent, choose the provider, run the transforms, name the resource.
 * @see `RegisterResource` in the engine's `pkg/resource/deploy/source_eval.go`
 */
export class RecordingMonitor {
  readonly hooks: RegisteredHook[] = [];
  /** What the engine itself would report as an error, such as two resources of one URN. */
  readonly errors: string[] = [];

  readonly #options: MonitorOptions;
  readonly #transforms: Transforms;
  readonly #invokes: Invokes;
  readonly #resources = new Map<string, GraphResource>();
  readonly #registered = new Map<string, protocol.TransformResourceOptions>();
  /** Outputs as they were given to the program, for reading a resource again by its URN. */
  readonly #answers = new Map<string, WireMap>();
  readonly #packageVersions = new Map<string, string>();
  #outputs: PropertyMap = {};

  constructor(options: MonitorOptions, callbacks: ProgramCallbacks) {
    this.#options = options;
    this.#transforms = new Transforms(callbacks);
    this.#invokes = new Invokes(options.invokeAnswers, callbacks);
  }

  /** What has been written down so far. */
  graph(): ResourceGraph {
    const { project, stack } = this.#options;
    const resources = [...this.#resources.values()];
    return inFixedOrder({ project, stack, resources, outputs: this.#outputs, invokes: this.#invokes.seen() });
  }

  service(): RpcService {
    const implementation: rpc.IResourceMonitorServer = {
      getDeploymentInfo: unary(() => this.#deploymentInfo()),
      supportsFeature: unary((request) => {
        return new protocol.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId()));
      }),
      invoke: unary((request) => this.#invoke(request)),
      call: unary((request) => this.#invokes.call(request)),
      readResource: unary((request) => this.#read(request)),
      registerResource: unary((request) => this.#register(request)),
      registerResourceOutputs: unary((request) => this.#registerOutputs(request)),
      registerStackTransform: unary((callback) => this.#done(() => this.#transforms.addToStack(callback))),
      registerStackInvokeTransform: unary((callback) => this.#done(() => this.#invokes.addTransform(callback))),
      registerResourceHook: unary((request) => this.#hook(request.getName(), request.getOnDryRun())),
      registerErrorHook: unary((request) => this.#hook(request.getName(), false)),
      registerPackage: unary((request) => this.#registerPackage(request)),
      signalAndWaitForShutdown: unary(() => new empty.Empty()),
    };
    return { definition: rpc.ResourceMonitorService, implementation };
  }

  #done(act: () => void): empty.Empty {
    act();
    return new empty.Empty();
  }

  #hook(name: string, onDryRun: boolean): empty.Empty {
    return this.#done(() => this.hooks.push({ name, onDryRun }));
  }

  #deploymentInfo(): protocol.DeploymentInfo {
    const { project, stack, organization } = this.#options;
    return new protocol.DeploymentInfo()
      .setProject(project)
      .setStack(stack)
      .setOrganization(organization)
      .setDryrun(true);
  }

  #registerPackage(request: protocol.RegisterPackageRequest): protocol.RegisterPackageResponse {
    const parameter = request.getParameterization();
    const ref = [
      request.getName(),
      request.getVersion(),
      parameter?.getName() ?? "",
      parameter?.getVersion() ?? "",
    ].join("@");
    this.#packageVersions.set(ref, parameter?.getVersion() ?? request.getVersion());
    return new protocol.RegisterPackageResponse().setRef(ref);
  }

  async #register(request: protocol.RegisterResourceRequest): Promise<protocol.RegisterResourceResponse> {
    this.#requireTypeToken(request);
    const parent = this.#registered.get(request.getParent());
    inheritFromParent(request, parent);
    const given = optionsOf(request, parent);
    const { properties, options, dependencies } = await this.#transforms.run(
      request,
      given,
      this.#ancestors(request.getParent()),
    );
    if (!request.getCustom()) inheritProviders(options, parent);
    const version = options.getVersion() || (this.#packageVersions.get(request.getPackageref()) ?? "");
    options.setVersion(version);
    const goal: Goal = {
      urn: this.#urn(request),
      type: request.getType(),
      name: request.getName(),
      parent: request.getParent(),
      custom: request.getCustom(),
      inputs: withProviderVersion(decodeMap(properties), request.getType(), version),
      dependencies,
      options,
    };
    this.#remember(goal);
    this.#transforms.addToResource(goal.urn, request.getTransformsList());
    return this.#answer(goal, withoutOutputValues(properties));
  }

  #urn(request: protocol.RegisterResourceRequest | protocol.ReadResourceRequest): string {
    const parent = request.getParent() === "" ? undefined : request.getParent();
    return urnOf({ ...this.#options, parent, type: request.getType(), name: request.getName() });
  }

  /** The parent, its parent, and so on. */
  #ancestors(parent: string): readonly string[] {
    const above = this.#resources.get(parent)?.parent;
    return parent === "" ? [] : [parent, ...(above === undefined ? [] : this.#ancestors(above))];
  }

  /** Only what a provider serves has to say whose it is; a component's type may be anything. */
  #requireTypeToken(request: protocol.RegisterResourceRequest): void {
    const isServed = request.getCustom() || request.getRemote();
    if (isServed && request.getType().split(":").length !== 3) {
      throw this.#refusal(`Type '${request.getType()}' is not a valid type token (must have format '*:*:*')`);
    }
  }

  #remember(goal: Goal): void {
    if (this.#resources.has(goal.urn)) {
      throw this.#refusal(`Duplicate resource URN '${goal.urn}'; try giving it a unique name`);
    }
    this.#resources.set(goal.urn, graphResource(goal, this.#options));
    this.#registered.set(goal.urn, goal.options);
  }

  /** What a provider that has created nothing can tell: the inputs. The SDK takes everything else for unknown. */
  #answer(goal: Goal, properties: WireMap): protocol.RegisterResourceResponse {
    const response = new protocol.RegisterResourceResponse().setUrn(goal.urn);
    if (!goal.custom) return response.setObject(asStruct({}));
    const told = this.#hasUnknownProvider(goal) ? {} : properties;
    const outputs = { ...told, ...secretOutputs(goal, told) };
    this.#answers.set(goal.urn, outputs);
    const id = isProviderType(goal.type) ? UNKNOWN_ON_WIRE : goal.options.getImport();
    return response.setId(id).setObject(asStruct(outputs));
  }

  /**
   * Whether the resource's provider can't be configured yet, such as that of a cluster that isn't there. It is then not asked, and nothing is known.
   * @see `Create` in the engine's `sdk/go/common/resource/plugin/provider_plugin.go`
   */
  #hasUnknownProvider({ options }: Goal): boolean {
    const reference = options.getProvider();
    const provider = reference === "" ? undefined : this.#resources.get(providerUrn(reference));
    return provider !== undefined && hasUnknown(provider.inputs);
  }

  #read(request: protocol.ReadResourceRequest): protocol.ReadResourceResponse {
    const urn = this.#urn(request);
    const properties = asMap(request.getProperties());
    const outputs = request.getType() === STACK_REFERENCE_TYPE ? this.#readStack(request.getId()) : properties;
    this.#resources.set(urn, {
      urn,
      type: request.getType(),
      name: request.getName(),
      ...optional("parent", request.getParent()),
      custom: true,
      external: true,
      id: request.getId() === UNKNOWN_ON_WIRE ? UNKNOWN_ID : request.getId(),
      inputs: decodeMap(properties),
      options: {
        ...optional("provider", request.getProvider() === "" ? undefined : providerUrn(request.getProvider())),
        ...optional("version", request.getVersion()),
      },
      dependencies: request.getDependenciesList(),
      propertyDependencies: {},
    });
    this.#answers.set(urn, outputs);
    return new protocol.ReadResourceResponse().setUrn(urn).setProperties(asStruct(outputs));
  }

  #readStack(name: string): WireMap {
    const stack = referencedStack(name, this.#options.stackOutputs, this.#options);
    if (stack === undefined) throw this.#refusal(`unknown stack "${name}"`);
    return { name, outputs: encodeMap(stack.outputs), secretOutputNames: stack.secretOutputNames };
  }

  #registerOutputs(request: protocol.RegisterResourceOutputsRequest): empty.Empty {
    const isStack = this.#resources.get(request.getUrn())?.type === STACK_TYPE;
    if (isStack) this.#outputs = decodeMap(asMap(request.getOutputs()));
    return new empty.Empty();
  }

  async #invoke(request: protocol.ResourceInvokeRequest): Promise<provider.InvokeResponse> {
    if (request.getTok() !== GET_RESOURCE) return this.#invokes.invoke(request);
    const urn = String(asMap(request.getArgs()).urn);
    const state = this.#answers.get(urn);
    if (state === undefined) throw this.#refusal(`unknown resource ${urn}`);
    return new InvokeResponse().setReturn(asStruct({ urn, id: "", state }));
  }

  #refusal(message: string): Error {
    this.errors.push(message);
    return new Error(message);
  }
}

/** Outputs that the program wants secret: known ones are wrapped, the others are unknown and secret. */
function secretOutputs(goal: Goal, properties: WireMap): WireMap {
  const names = goal.options.getAdditionalSecretOutputsList();
  const secrets = names.map((name) => {
    const value = properties[name] ?? UNKNOWN_ON_WIRE;
    return [name, isSecretOnWire(value) ? value : { [SIGNATURE.key]: SIGNATURE.secret, value }] as const;
  });
  return Object.fromEntries(secrets);
}
