import type { ServerErrorResponse, ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { Cloud, CloudCall } from "./cloud";
import { CloudError } from "./errors";
import { answer } from "./invokes";
import { logicalName, typeOf } from "./naming";
import { anies, empties, grpc, messages, plugins, service, statuses } from "./proto";
import { CloudProvider, Unready } from "./provider";
import { sdkVersion } from "./sdk";
import { type Props, sameValue, type Value } from "./values";
import { fromStruct, keepSecrets, reveal, revealProps, toStruct, type Wire } from "./wire";

/** The providers that the stand-in serves. */
export type ProviderName = "aws" | "cloudflare" | "kubernetes";

type Unary<Request, Response> = (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => void;

const NAMING_MODES = ["propose", "enforce", "disable"] as const;

/** The gRPC services of one provider over a cloud. */
export class ProviderServer {
  // Each provider resource of a program has a connection of its own and configures it; calls carry no other identity.
  private readonly configs = new Map<string, Props>();
  private latest: Props = {};
  // A check that found problems answers like one that found none.
  private readonly outcomes = new WeakMap<object, Outcome>();

  constructor(
    private readonly name: ProviderName,
    private readonly cloud: Cloud,
  ) {}

  private provider(peer: string): CloudProvider {
    return new CloudProvider(this.cloud, this.configs.get(peer) ?? this.latest);
  }

  /** The handlers of the protocol's methods. */
  get handlers(): Record<string, Unary<never, never>> {
    return {
      handshake: this.plain("handshake", () => this.handshake()),
      getSchema: this.plain("getSchema", () => this.schema()),
      getPluginInfo: this.plain("getPluginInfo", () => {
        const info = new plugins.PluginInfo();
        info.setVersion(sdkVersion(this.name));
        return info;
      }),
      checkConfig: this.plain("checkConfig", (request: pb.CheckRequest) => checkedAs(fromStruct(request.getNews()))),
      diffConfig: this.plain("diffConfig", (request: pb.DiffRequest) => this.diffConfig(request)),
      configure: this.plain("configure", (request: pb.ConfigureRequest, peer) => this.configure(request, peer)),
      attach: this.plain("attach", () => new empties.Empty()),
      cancel: this.plain("cancel", () => new empties.Empty()),
      getMapping: this.plain("getMapping", () => new messages.GetMappingResponse()),
      getMappings: this.plain("getMappings", () => new messages.GetMappingsResponse()),
      invoke: this.plain("invoke", (request: pb.InvokeRequest, peer) => this.invoke(request, peer)),
      check: this.logged("check", (request: pb.CheckRequest, peer) => this.check(request, peer)),
      diff: this.logged("diff", (request: pb.DiffRequest, peer) => this.diff(request, peer)),
      create: this.logged("create", (request: pb.CreateRequest, peer) => this.create(request, peer)),
      read: this.logged("read", (request: pb.ReadRequest, peer) => this.read(request, peer)),
      update: this.logged("update", (request: pb.UpdateRequest, peer) => this.update(request, peer)),
      delete: this.logged("delete", (request: pb.DeleteRequest, peer) => this.delete(request, peer)),
    };
  }

  /** A handler that answers or fails. */
  private plain<Request, Response>(
    method: string,
    act: (request: Request, peer: string) => Response | Promise<Response>,
  ): Unary<never, never> {
    return this.answering(
      (request: Request, peer) => act(request, peer),
      (_request, outcome) => this.cloud.record({ provider: this.name, method, type: "", name: "", ...outcome }),
    );
  }

  /** A handler whose calls are written down with their resource. */
  private logged<Request extends { getUrn(): string }, Response>(
    method: string,
    act: (request: Request, peer: string) => Response | Promise<Response>,
  ): Unary<never, never> {
    return this.answering(act, (request, outcome) => {
      const preview = "getPreview" in request && (request as { getPreview(): boolean }).getPreview();
      const urn = request.getUrn();
      this.cloud.record({
        provider: this.name,
        method: preview ? `preview ${method}` : method,
        type: typeOf(urn),
        name: logicalName(urn),
        ...outcome,
      });
    });
  }

  private answering<Request, Response>(
    act: (request: Request, peer: string) => Response | Promise<Response>,
    note: (request: Request, outcome: Outcome) => void,
  ): Unary<never, never> {
    const handler: Unary<Request, Response> = (call, callback) => {
      Promise.resolve()
        .then(() => act(call.request, call.getPeer()))
        .then(
          (response) => {
            note(call.request, this.outcomes.get(response as object) ?? { result: "ok" });
            callback(null, response);
          },
          (error: unknown) => {
            note(call.request, outcomeOf(error));
            callback(failure(error));
          },
        );
    };
    return handler as unknown as Unary<never, never>;
  }

  private handshake(): pb.ProviderHandshakeResponse {
    const response = new messages.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  private schema(): pb.GetSchemaResponse {
    const response = new messages.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: this.name, version: sdkVersion(this.name) }));
    return response;
  }

  private configure(request: pb.ConfigureRequest, peer: string): pb.ConfigureResponse {
    const given: Record<string, Value> = { ...revealProps(fromStruct(request.getArgs())) };
    request.getVariablesMap().forEach((value: string, key: string) => {
      given[key.split(":").at(-1) ?? key] ??= value;
    });
    const config = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, unpacked(key, value)]));
    this.configs.set(peer, config);
    this.latest = config;
    const response = new messages.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  private diffConfig(request: pb.DiffRequest): pb.DiffResponse {
    const olds = revealProps(fromStruct(request.getOldInputs() ?? request.getOlds()));
    const news = revealProps(fromStruct(request.getNews()));
    const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
      (key) => !sameValue(olds[key], news[key]),
    );
    const response = new messages.DiffResponse();
    response.setChanges(
      changed.length > 0 ? messages.DiffResponse.DiffChanges.DIFF_SOME : messages.DiffResponse.DiffChanges.DIFF_NONE,
    );
    response.setDiffsList(changed);
    // The AWS provider's resources live in its Region, so another Region is another provider.
    if (this.name === "aws" && changed.includes("region")) response.setReplacesList(["region"]);
    return response;
  }

  private check(request: pb.CheckRequest, peer: string): pb.CheckResponse {
    const naming = request.getAutonaming();
    const mode = naming === undefined ? undefined : NAMING_MODES[naming.getMode()];
    const checked = this.provider(peer).check(
      {
        urn: request.getUrn(),
        seed: Buffer.from(request.getRandomseed_asU8()).toString("hex"),
        old: revealProps(fromStruct(request.getOlds())),
        ...(naming === undefined || mode === undefined ? {} : { proposed: { name: naming.getProposedName(), mode } }),
      },
      fromStruct(request.getNews()),
    );
    const response = checkedAs(checked.inputs);
    if (checked.problems.length > 0) {
      const rule = checked.problems.find((problem) => problem.rule !== undefined)?.rule;
      this.outcomes.set(response, { result: "provider", ...(rule === undefined ? {} : { rule }) });
    }
    response.setFailuresList(
      checked.problems.map((problem) => {
        const failed = new messages.CheckFailure();
        failed.setProperty(problem.property);
        failed.setReason(problem.reason);
        return failed;
      }),
    );
    return response;
  }

  private diff(request: pb.DiffRequest, peer: string): pb.DiffResponse {
    const old = revealProps(fromStruct(request.getOldInputs() ?? request.getOlds()));
    const diff = this.provider(peer).diff(request.getUrn(), old, revealProps(fromStruct(request.getNews())));
    const response = new messages.DiffResponse();
    response.setChanges(
      diff.changes.length > 0
        ? messages.DiffResponse.DiffChanges.DIFF_SOME
        : messages.DiffResponse.DiffChanges.DIFF_NONE,
    );
    response.setHasdetaileddiff(true);
    response.setDeletebeforereplace(diff.deleteBeforeReplace);
    const top = (path: string): string => path.split(/[.[]/)[0] ?? path;
    response.setDiffsList([...new Set(diff.changes.map((change) => top(change.path)))]);
    response.setReplacesList([
      ...new Set(diff.changes.filter((change) => change.replaces).map((change) => top(change.path))),
    ]);
    const kinds = messages.PropertyDiff.Kind;
    for (const change of diff.changes) {
      const entry = new messages.PropertyDiff();
      const kind = {
        add: [kinds.ADD, kinds.ADD_REPLACE],
        delete: [kinds.DELETE, kinds.DELETE_REPLACE],
        update: [kinds.UPDATE, kinds.UPDATE_REPLACE],
      } as const;
      entry.setKind(kind[change.kind][change.replaces ? 1 : 0]);
      entry.setInputdiff(true);
      response.getDetaileddiffMap().set(change.path, entry);
    }
    return response;
  }

  private async create(request: pb.CreateRequest, peer: string): Promise<pb.CreateResponse> {
    const wire = fromStruct(request.getProperties());
    const news = revealProps(wire);
    const response = new messages.CreateResponse();
    if (request.getPreview()) {
      response.setProperties(toStruct(keepSecrets(this.provider(peer).foresee(request.getUrn(), news), wire)));
      return response;
    }
    const kept = await this.kept(
      () => this.provider(peer).create(request.getUrn(), news),
      wire,
      `creating ${describe(request.getUrn())}`,
    );
    response.setId(kept.id);
    response.setProperties(toStruct(keepSecrets(kept.outputs, wire)));
    return response;
  }

  private async update(request: pb.UpdateRequest, peer: string): Promise<pb.UpdateResponse> {
    const wire = fromStruct(request.getNews());
    const news = revealProps(wire);
    const olds = revealProps(fromStruct(request.getOlds()));
    const provider = this.provider(peer);
    const response = new messages.UpdateResponse();
    const outputs = request.getPreview()
      ? provider.foreseeUpdate(request.getUrn(), request.getId(), olds, news)
      : await this.kept(
          () => provider.update(request.getUrn(), request.getId(), olds, news),
          wire,
          `updating ${describe(request.getUrn())}`,
        );
    response.setProperties(toStruct(keepSecrets(outputs, wire)));
    return response;
  }

  /** Runs an operation; its errors say what was being done, and an object left behind travels with the error. */
  private async kept<T>(act: () => Promise<T>, wire: Wire, doing: string): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Unready) throw new UnreadyResponse(error, wire, doing);
      throw error instanceof CloudError ? new CloudError(error.code, `${doing}: ${bare(error)}`, error.rule) : error;
    }
  }

  private delete(request: pb.DeleteRequest, peer: string): InstanceType<typeof empties.Empty> {
    try {
      this.provider(peer).delete(request.getUrn(), request.getId(), revealProps(fromStruct(request.getProperties())));
    } catch (error) {
      throw error instanceof CloudError
        ? new CloudError(error.code, `deleting ${describe(request.getUrn())}: ${bare(error)}`, error.rule)
        : error;
    }
    return new empties.Empty();
  }

  private read(request: pb.ReadRequest, peer: string): pb.ReadResponse {
    const wire = fromStruct(request.getInputs());
    const found = this.provider(peer).read(
      request.getUrn(),
      request.getId(),
      revealProps(fromStruct(request.getProperties())),
      revealProps(wire),
    );
    const response = new messages.ReadResponse();
    if (found === undefined) return response;
    response.setId(found.id);
    response.setInputs(toStruct(keepSecrets(found.inputs, wire)));
    response.setProperties(toStruct(keepSecrets(found.outputs, wire)));
    return response;
  }

  private invoke(request: pb.InvokeRequest, peer: string): pb.InvokeResponse {
    const found = answer(
      request.getTok(),
      revealProps(fromStruct(request.getArgs())),
      this.configs.get(peer) ?? this.latest,
    );
    const response = new messages.InvokeResponse();
    if (found !== undefined) {
      response.setReturn(toStruct(found));
      return response;
    }
    const failed = new messages.CheckFailure();
    failed.setReason(`${request.getTok()} needs an account, and the stand-in answers only what needs none`);
    response.setFailuresList([failed]);
    return response;
  }
}

/** How a call ended, for the log. */
type Outcome = Pick<CloudCall, "result" | "rule">;

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof CloudError)) return { result: "error" };
  return { result: error.code, ...(error.rule === undefined ? {} : { rule: error.rule }) };
}

function bare(error: CloudError): string {
  return error.message.startsWith(`${error.code}: `) ? error.message.slice(error.code.length + 2) : error.message;
}

function describe(urn: string): string {
  return `${typeOf(urn)} (${logicalName(urn)})`;
}

function checkedAs(inputs: Wire): pb.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(toStruct(inputs));
  return response;
}

/** Nested settings of a provider travel as JSON text; a kubeconfig is text itself. */
function unpacked(key: string, value: Value): Value {
  if (key === "kubeconfig" || typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return reveal(JSON.parse(value) as Value);
  } catch {
    return value;
  }
}

/** An operation that left an object behind, in the protocol's form. */
class UnreadyResponse extends Error {
  constructor(
    readonly unready: Unready,
    readonly wire: Wire,
    doing: string,
  ) {
    super(`${doing}: ${unready.reason}`);
  }
}

function failure(error: unknown): Partial<ServerErrorResponse> {
  if (!(error instanceof UnreadyResponse)) {
    return {
      code: grpc.status.UNKNOWN,
      details:
        error instanceof Error
          ? error instanceof CloudError
            ? error.message
            : (error.stack ?? error.message)
          : String(error),
    };
  }
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(error.unready.kept.id);
  detail.setReasonsList([error.message]);
  detail.setProperties(toStruct(keepSecrets(error.unready.kept.outputs, error.wire)));
  detail.setInputs(toStruct(error.wire));
  const any = new anies.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statuses.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(error.message);
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}

/** Starts the provider's server on a free local port. @returns the port and a way to stop */
export async function serve(
  name: ProviderName,
  cloud: Cloud,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(
    service.ResourceProviderService as unknown as Parameters<typeof server.addService>[0],
    new ProviderServer(name, cloud).handlers as unknown as Parameters<typeof server.addService>[1],
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, stop: async () => server.forceShutdown() };
}
