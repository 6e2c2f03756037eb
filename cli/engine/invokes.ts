import type * as callbackProtocol from "@pulumi/pulumi/proto/callback_pb.js";
import * as provider from "@pulumi/pulumi/proto/provider_pb.js";
import * as protocol from "@pulumi/pulumi/proto/resource_pb.js";
import type { ProgramCallbacks } from "./callbacks";
import type { PropertyMap } from "./property-value";
import { type GraphInvoke, inOrder } from "./resource-graph";
import { asMap, asStruct } from "./struct";
import { providerUrn } from "./urn";
import { decodeMap, encodeMap, UNKNOWN_ON_WIRE, type WireMap } from "./wire";

/**
 * Writes down the functions that a program asks of its providers, and answers them as unknown, or as the caller says.
 * The protocol has no unknown for an answer as a whole: it is an answer with one unknown property, which keeps `apply` from running.
 */
export class Invokes {
  readonly #callbacks: ProgramCallbacks;
  readonly #answers: Readonly<Record<string, PropertyMap>>;
  readonly #transforms: callbackProtocol.Callback[] = [];
  readonly #seen = new Map<string, GraphInvoke>();

  constructor(answers: Readonly<Record<string, PropertyMap>>, callbacks: ProgramCallbacks) {
    this.#answers = answers;
    this.#callbacks = callbacks;
  }

  /** What was asked for, in the order of token and arguments. */
  seen(): readonly GraphInvoke[] {
    return [...this.#seen].sort(([a], [b]) => inOrder(a, b)).map(([, invoke]) => invoke);
  }

  addTransform(callback: callbackProtocol.Callback): void {
    this.#transforms.push(callback);
  }

  async invoke(request: protocol.ResourceInvokeRequest): Promise<provider.InvokeResponse> {
    let args = asMap(request.getArgs());
    let options = new protocol.TransformInvokeOptions()
      .setProvider(request.getProvider())
      .setVersion(request.getVersion());
    options.setPluginDownloadUrl(request.getPlugindownloadurl());
    for (const callback of this.#transforms) {
      const message = new protocol.TransformInvokeRequest()
        .setToken(request.getTok())
        .setArgs(asStruct(args))
        .setOptions(options);
      const bytes = await this.#callbacks.call(callback, message.serializeBinary());
      const response = protocol.TransformInvokeResponse.deserializeBinary(bytes);
      args = response.hasArgs() ? asMap(response.getArgs()) : args;
      options = response.getOptions() ?? options;
    }
    this.#count(request.getTok(), args, options.getProvider(), options.getVersion());
    return new provider.InvokeResponse().setReturn(asStruct(this.#answer(request.getTok())));
  }

  call(request: protocol.ResourceCallRequest): provider.CallResponse {
    this.#count(request.getTok(), asMap(request.getArgs()), request.getProvider(), request.getVersion());
    return new provider.CallResponse().setReturn(asStruct(this.#answer(request.getTok())));
  }

  #answer(token: string): WireMap {
    const answer = this.#answers[token];
    return answer === undefined ? { unknown: UNKNOWN_ON_WIRE } : encodeMap(answer);
  }

  #count(token: string, args: WireMap, reference: string, version: string): void {
    const invoke = {
      token,
      args: decodeMap(args),
      ...(reference === "" ? {} : { provider: providerUrn(reference) }),
      ...(version === "" ? {} : { version }),
    };
    const key = `${token} ${JSON.stringify(args)} ${reference}`;
    this.#seen.set(key, { ...invoke, count: (this.#seen.get(key)?.count ?? 0) + 1 });
  }
}
