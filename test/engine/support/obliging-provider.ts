import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import * as rpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as protocol from "@pulumi/pulumi/proto/provider_pb.js";
import * as empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { type RpcServer, startRpcServer, unary } from "../../../cli/engine/rpc-server";

/**
 * A provider that accepts whatever it is asked and creates nothing, for tests of the engines themselves.
 * It can't say whether a cloud would accept a program: that is what the stand-in for the clouds is for.
 */
export class ObligingProvider {
  readonly #server: RpcServer;
  readonly #packages: readonly string[];

  private constructor(server: RpcServer, packages: readonly string[]) {
    this.#server = server;
    this.#packages = packages;
  }

  /** Starts one that serves all the packages, such as `aws` and `cloudflare`. */
  static async start(packages: readonly string[]): Promise<ObligingProvider> {
    const service = { definition: rpc.ResourceProviderService, implementation: implementation() };
    return new ObligingProvider(await startRpcServer([service]), packages);
  }

  /** The variable by which the engine talks to a provider that already listens. */
  environment(): Readonly<Record<string, string>> {
    const port = this.#server.address.split(":")[1];
    return { PULUMI_DEBUG_PROVIDERS: this.#packages.map((name) => `${name}:${port}`).join(",") };
  }

  stop(): void {
    this.#server.close();
  }
}

function implementation(): UntypedServiceImplementation {
  let created = 0;
  const nothing = unary(() => new empty.Empty());
  const accepted = (inputs: Struct | undefined) => new protocol.CheckResponse().setInputs(inputs);
  return {
    handshake: unary(() => new protocol.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true)),
    getSchema: unary(() => new protocol.GetSchemaResponse().setSchema("{}")),
    checkConfig: unary((request: protocol.CheckRequest) => accepted(request.getNews())),
    diffConfig: unary(() => new protocol.DiffResponse().setChanges(protocol.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary(() => {
      return new protocol.ConfigureResponse().setAcceptsecrets(true).setAcceptresources(true).setSupportspreview(true);
    }),
    check: unary((request: protocol.CheckRequest) => accepted(request.getNews())),
    diff: unary((request: protocol.DiffRequest) => {
      const { DIFF_NONE, DIFF_SOME } = protocol.DiffResponse.DiffChanges;
      const isSame = textOf(request.getOldInputs()) === textOf(request.getNews());
      return new protocol.DiffResponse().setChanges(isSame ? DIFF_NONE : DIFF_SOME);
    }),
    create: unary((request: protocol.CreateRequest) => {
      const response = new protocol.CreateResponse().setProperties(request.getProperties());
      created += 1;
      return request.getPreview() ? response : response.setId(`id-${created}`);
    }),
    read: unary((request: protocol.ReadRequest) => {
      return new protocol.ReadResponse()
        .setId(request.getId())
        .setProperties(request.getProperties())
        .setInputs(request.getInputs());
    }),
    update: unary((request: protocol.UpdateRequest) => new protocol.UpdateResponse().setProperties(request.getNews())),
    delete: nothing,
    cancel: nothing,
    attach: nothing,
    invoke: unary(() => new protocol.InvokeResponse()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("1.0.0")),
    getMapping: unary(() => new protocol.GetMappingResponse()),
    getMappings: unary(() => new protocol.GetMappingsResponse()),
  };
}

/** The same text for the same values, whatever order their keys came in. */
function textOf(message: Struct | undefined): string {
  return JSON.stringify(message?.toJavaScript() ?? {}, (_, value: unknown) => {
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    return isMap ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  });
}
