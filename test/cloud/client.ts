import type { ServiceError } from "@grpc/grpc-js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { RunningCloud } from "../engine/cloud";
import { grpc, messages, service } from "../engine/cloud/proto";
import type { ProviderName } from "../engine/cloud/server";
import type { Props, Value } from "../engine/cloud/values";
import { fromStruct, revealProps, toStruct } from "../engine/cloud/wire";

/** An object as the client, in the engine's place, keeps it. */
export interface State {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** One changed property of a diff. */
export interface Detail {
  readonly path: string;
  readonly replaces: boolean;
}

/** A call that was refused: what the provider said, and the object it left behind. */
export class Refused extends Error {}

type Call<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** Calls a provider as the engine does: check, then create, diff, update, read, delete. */
export class ProviderClient {
  private readonly client;

  constructor(port: number) {
    const Client = service.ResourceProviderClient as unknown as new (
      address: string,
      credentials: unknown,
      options: Record<string, unknown>,
    ) => Record<string, unknown> & { close(): void };
    this.client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      // A connection of its own, as each provider of the engine has.
      "grpc.use_local_subchannel_pool": 1,
    });
  }

  close(): void {
    this.client.close();
  }

  call<Request, Response>(method: string, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      const act = (this.client[method] as Call<Request, Response>).bind(this.client);
      act(request, (error, response) => (error === null ? resolve(response) : reject(new Refused(error.details))));
    });
  }

  async configure(args: Props): Promise<void> {
    const request = new messages.ConfigureRequest();
    request.setArgs(toStruct(args));
    await this.call("configure", request);
  }

  /** The checked inputs. @throws Refused with every problem the provider found */
  async check(urn: string, news: Props, olds: Props = {}): Promise<Props> {
    const { inputs, failures } = await this.checked(urn, news, olds);
    if (failures.length > 0)
      throw new Refused(`check: ${failures.map((failure) => `${failure.property}: ${failure.reason}`).join("; ")}`);
    return inputs;
  }

  /** The checked inputs and the problems. */
  async checked(
    urn: string,
    news: Props,
    olds: Props = {},
  ): Promise<{
    readonly inputs: Props;
    readonly failures: readonly { readonly property: string; readonly reason: string }[];
  }> {
    const request = new messages.CheckRequest();
    request.setUrn(urn);
    request.setNews(toStruct(news));
    request.setOlds(toStruct(olds));
    request.setRandomseed(Buffer.from("seed"));
    const response = await this.call<pb.CheckRequest, pb.CheckResponse>("check", request);
    const failures = response
      .getFailuresList()
      .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
    return { inputs: revealProps(fromStruct(response.getInputs())), failures };
  }

  async create(urn: string, inputs: Props, preview: "preview" | "real" = "real"): Promise<State> {
    const request = new messages.CreateRequest();
    request.setUrn(urn);
    request.setProperties(toStruct(inputs));
    request.setPreview(preview === "preview");
    const response = await this.call<pb.CreateRequest, pb.CreateResponse>("create", request);
    return { urn, id: response.getId(), inputs, outputs: revealProps(fromStruct(response.getProperties())) };
  }

  async diff(
    state: State,
    news: Props,
  ): Promise<{ readonly details: readonly Detail[]; readonly deleteBeforeReplace: boolean }> {
    const request = new messages.DiffRequest();
    request.setId(state.id);
    request.setUrn(state.urn);
    request.setOlds(toStruct(state.outputs));
    request.setOldInputs(toStruct(state.inputs));
    request.setNews(toStruct(news));
    const response = await this.call<pb.DiffRequest, pb.DiffResponse>("diff", request);
    const kinds = messages.PropertyDiff.Kind;
    const replacing: readonly number[] = [kinds.ADD_REPLACE, kinds.DELETE_REPLACE, kinds.UPDATE_REPLACE];
    const details: Detail[] = [];
    response.getDetaileddiffMap().forEach((entry: pb.PropertyDiff, path: string) => {
      details.push({ path, replaces: replacing.includes(entry.getKind()) });
    });
    return { details, deleteBeforeReplace: response.getDeletebeforereplace() };
  }

  async update(state: State, news: Props): Promise<State> {
    const request = new messages.UpdateRequest();
    request.setId(state.id);
    request.setUrn(state.urn);
    request.setOlds(toStruct(state.outputs));
    request.setNews(toStruct(news));
    const response = await this.call<pb.UpdateRequest, pb.UpdateResponse>("update", request);
    return { ...state, inputs: news, outputs: revealProps(fromStruct(response.getProperties())) };
  }

  async read(urn: string, id: string, state?: State): Promise<State | undefined> {
    const request = new messages.ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setInputs(toStruct(state?.inputs ?? {}));
    request.setProperties(toStruct(state?.outputs ?? {}));
    const response = await this.call<pb.ReadRequest, pb.ReadResponse>("read", request);
    if (response.getId() === "") return undefined;
    return {
      urn,
      id: response.getId(),
      inputs: revealProps(fromStruct(response.getInputs())),
      outputs: revealProps(fromStruct(response.getProperties())),
    };
  }

  async delete(state: State): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(state.id);
    request.setUrn(state.urn);
    request.setProperties(toStruct(state.outputs));
    await this.call("delete", request);
  }

  async invoke(token: string, args: Props): Promise<{ readonly value: Props; readonly failures: readonly string[] }> {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(args));
    const response = await this.call<pb.InvokeRequest, pb.InvokeResponse>("invoke", request);
    return {
      value: revealProps(fromStruct(response.getReturn())),
      failures: response.getFailuresList().map((failure) => failure.getReason()),
    };
  }
}

/** The URN of a resource of a test. */
export function urnOf(type: string, name: string): string {
  return `urn:pulumi:test::tidegate::${type}::${name}`;
}

/** The clients of all providers of a running cloud, configured for us-east-1. */
export async function connect(running: RunningCloud, aws: Props = {}): Promise<Clients> {
  const clients = {
    aws: new ProviderClient(running.ports.aws),
    cloudflare: new ProviderClient(running.ports.cloudflare),
    kubernetes: new ProviderClient(running.ports.kubernetes),
  };
  await clients.aws.configure({ region: "us-east-1", ...aws });
  await clients.cloudflare.configure({});
  await clients.kubernetes.configure({});
  return new Clients(clients);
}

/** All providers' clients; each type goes to its own. */
export class Clients {
  constructor(readonly by: Readonly<Record<ProviderName, ProviderClient>>) {}

  of(type: string): ProviderClient {
    return this.by[type.split(":")[0] as ProviderName];
  }

  /** Checks and creates a resource, as an update does. @throws Refused */
  async up(type: string, name: string, inputs: Props): Promise<State> {
    const urn = urnOf(type, name);
    return this.of(type).create(urn, await this.of(type).check(urn, inputs));
  }

  /** Checks and updates a resource. @throws Refused */
  async change(state: State, inputs: Props): Promise<State> {
    const client = this.of(state.urn.split("::")[2] ?? "");
    return client.update(state, await client.check(state.urn, inputs, state.inputs));
  }

  async down(state: State): Promise<void> {
    await this.of(state.urn.split("::")[2] ?? "").delete(state);
  }

  close(): void {
    for (const client of Object.values(this.by)) client.close();
  }
}

/** A value set at a dotted path of an object, which is copied. */
export function withAt(inputs: Props, path: string, value: Value): Props {
  const [head = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...inputs, [head]: value };
  const inner = inputs[head];
  if (Array.isArray(inner)) {
    const [first, ...others] = inner as readonly Value[];
    return { ...inputs, [head]: [withAt((first ?? {}) as Props, rest.join("."), value), ...others] };
  }
  return { ...inputs, [head]: withAt((inner ?? {}) as Props, rest.join("."), value) };
}

/** An object without what stands at a dotted path. */
export function withoutAt(inputs: Props, path: string): Props {
  const [head = "", ...rest] = path.split(".");
  if (rest.length === 0) return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== head));
  const inner = inputs[head];
  if (Array.isArray(inner)) {
    return { ...inputs, [head]: (inner as readonly Value[]).map((item) => withoutAt(item as Props, rest.join("."))) };
  }
  return inner === undefined ? inputs : { ...inputs, [head]: withoutAt(inner as Props, rest.join(".")) };
}
