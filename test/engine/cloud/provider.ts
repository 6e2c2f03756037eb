import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud, CloudObject, Place } from "./cloud";
import { requireModel } from "./constraints";
import { diffInputs, type ResourceDiff } from "./diff";
import { CloudError, NotReadyError, PROVIDER } from "./errors";
import { foresee, foreseeUpdate, make, plainInputs, remake } from "./making";
import { autoname, autonameObject, logicalName, type NamingRequest, typeOf } from "./naming";
import { placeOf } from "./places";
import type { Case, Operation } from "./refusal";
import { requireAllowed } from "./refusal";
import { row } from "./rows";
import { refusalsFor } from "./rules";
import { reservedUnits } from "./rules/balancing";
import { launchProblems } from "./rules/launches";
import { type InputProblem, inputProblems } from "./schema";
import { allTags, isTaggable } from "./tags";
import { hasUnknown, list, type Props, text } from "./values";
import { holdsSecret, revealProps, secret, type Wire } from "./wire";

/** The outcome of a check: the inputs with what the provider fills in, and what is wrong with them. */
export interface Checked {
  readonly inputs: Wire;
  readonly problems: readonly InputProblem[];
}

/** An object as the engine keeps it. */
export interface Kept {
  readonly id: string;
  readonly outputs: Props;
}

/** What a read found. */
export interface Found extends Kept {
  readonly inputs: Props;
}

/** A create or update that left an object which is not ready. */
export class Unready extends Error {
  constructor(
    readonly kept: Kept,
    readonly inputs: Props,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** One configured provider over the cloud: what each call of the protocol means. */
export class CloudProvider {
  constructor(
    private readonly cloud: Cloud,
    private readonly config: Props,
  ) {}

  /** Fills in names and tags and refuses what the provider's own schema refuses. */
  check(request: NamingRequest, news: Wire): Checked {
    const type = typeOf(request.urn);
    const facts = row(type);
    if (type.startsWith("kubernetes:") && !type.includes("helm.sh")) {
      const inputs = autonameObject(news, request);
      return { inputs, problems: this.problems(type, revealProps(inputs)) };
    }
    const inputs = this.tagged(type, autoname(facts, news, request));
    return { inputs, problems: this.problems(type, revealProps(inputs)) };
  }

  private tagged(type: string, inputs: Wire): Wire {
    if (!type.startsWith("aws:") || !isTaggable(type)) return inputs;
    const all = allTags(revealProps({ tags: inputs.tags ?? {} }).tags, this.config);
    return { ...inputs, tagsAll: holdsSecret(inputs.tags) ? secret(all) : all };
  }

  private problems(type: string, inputs: Props): readonly InputProblem[] {
    const problems = inputProblems(row(type), inputs);
    if (hasUnknown(inputs.region)) return problems;
    const asked = this.asked("check", type, inputs, undefined, this.place(type, inputs));
    const refused = refusalsFor("check", type).flatMap((refusal): readonly InputProblem[] => {
      const reason = refusal.find(asked);
      return reason === undefined ? [] : [{ property: "", reason, rule: refusal.id }];
    });
    return [...problems, ...refused];
  }

  /** What an update from old to new inputs would change and replace. */
  diff(urn: string, old: Props, news: Props): ResourceDiff {
    const type = typeOf(urn);
    return diffInputs(
      row(type),
      old,
      news,
      type.startsWith("aws:") ? (text(this.config.region) ?? this.cloud.region) : undefined,
    );
  }

  /** What a preview of a create knows. @throws CloudError for what a dry run or the provider refuses */
  foresee(urn: string, news: Props): Props {
    const type = typeOf(urn);
    const place = this.place(type, news);
    this.dryRun("create", type, news, undefined, place);
    return foresee({ cloud: this.cloud, type, name: logicalName(urn), inputs: news, place });
  }

  /** Creates an object. @throws CloudError when the cloud refuses; Unready when it stays behind without serving */
  async create(urn: string, news: Props): Promise<Kept> {
    const type = typeOf(urn);
    const place = this.place(type, news);
    const unready = this.struck("create", type);
    requireModel(type, news);
    const asked = this.asked("create", type, news, undefined, place);
    requireAllowed(refusalsFor("create", type), asked);
    const draft = { cloud: this.cloud, type, name: logicalName(urn), inputs: news, place };
    const { id, outputs } = make(draft);
    const reason = unready ?? launchProblems(asked);
    this.cloud.put({
      ...place,
      type,
      id,
      inputs: plainInputs(news),
      outputs,
      createdAt: this.cloud.now().toISOString(),
      ready: reason === undefined,
      memory: {},
    });
    await this.wait(type);
    if (reason !== undefined) throw new Unready({ id, outputs }, news, reason);
    return { id, outputs };
  }

  private async wait(type: string): Promise<void> {
    const milliseconds = this.cloud.faults.delayFor(type);
    if (milliseconds > 0) await sleep(milliseconds);
  }

  /** What a preview of an update knows. */
  foreseeUpdate(urn: string, id: string, olds: Props, news: Props): Props {
    const type = typeOf(urn);
    const object = this.stored(type, id, olds) ?? this.assumed(type, id, olds);
    this.dryRun("update", type, news, object, object);
    return foreseeUpdate({ cloud: this.cloud, type, name: logicalName(urn), inputs: news, place: object }, object);
  }

  /** Updates an object. @throws CloudError when it is gone or the cloud refuses */
  async update(urn: string, id: string, olds: Props, news: Props): Promise<Props> {
    const type = typeOf(urn);
    const object = this.stored(type, id, olds);
    if (object === undefined) throw new CloudError("NotFound", `${type} ${id} does not exist`);
    const unready = this.struck("update", type);
    requireModel(type, news);
    const asked = this.asked("update", type, news, object, object);
    requireAllowed(refusalsFor("update", type), asked);
    const outputs = remake({ cloud: this.cloud, type, name: logicalName(urn), inputs: news, place: object }, object);
    const reason = unready ?? launchProblems(asked);
    this.cloud.put({
      ...object,
      inputs: plainInputs(news),
      outputs,
      ready: reason === undefined,
      memory: this.remembered(object, news),
    });
    if (reason !== undefined) throw new Unready({ id, outputs }, news, reason);
    return outputs;
  }

  private remembered(object: CloudObject, news: Props): Props {
    if (object.type !== "aws:lb/loadBalancer:LoadBalancer" || reservedUnits(news) >= reservedUnits(object.inputs))
      return object.memory;
    return { ...object.memory, decreases: [...list(object.memory.decreases), this.cloud.now().toISOString()] };
  }

  /** Deletes an object; one that is already gone is fine. @throws CloudError when something blocks it */
  delete(urn: string, id: string, olds: Props): void {
    const type = typeOf(urn);
    const object = this.stored(type, id, olds);
    if (object === undefined) return;
    this.struck("delete", type);
    requireAllowed(refusalsFor("delete", type), this.asked("delete", type, object.inputs, object, object));
    if (STAYS.has(type)) return;
    if (type === "aws:cloudfront/distribution:Distribution" && object.inputs.retainOnDelete === true) {
      this.cloud.put({ ...object, inputs: { ...object.inputs, enabled: false } });
      return;
    }
    this.cloud.remove(object);
    for (const child of this.children(object)) this.cloud.remove(child);
  }

  /** What goes with an object: all of a namespace, all schedules of a group. */
  private children(object: CloudObject): readonly CloudObject[] {
    if (object.type === "kubernetes:core/v1:Namespace") {
      return this.cloud
        .objects()
        .filter(
          (child) =>
            child.location === object.location &&
            child.type.startsWith("kubernetes:") &&
            child.id.startsWith(`${object.id}/`),
        );
    }
    if (object.type !== "aws:scheduler/scheduleGroup:ScheduleGroup") return [];
    return this.cloud
      .objects("aws:scheduler/schedule:Schedule")
      .filter((child) => child.location === object.location && child.inputs.groupName === object.id);
  }

  /** Reads an object as it is now; undefined when it does not exist. */
  read(urn: string, id: string, olds: Props, oldInputs: Props): Found | undefined {
    const type = typeOf(urn);
    row(type);
    this.struck("read", type);
    const object =
      this.stored(type, id, olds) ?? (Object.keys(olds).length === 0 ? this.imported(type, id) : undefined);
    if (object === undefined) return undefined;
    const kept = Object.fromEntries(Object.entries(oldInputs).filter(([key]) => key.startsWith("__")));
    const inputs =
      Object.keys(oldInputs).length === 0 ? object.inputs : { ...sharedKeys(object.inputs, oldInputs), ...kept };
    return { id: object.id, outputs: object.outputs, inputs };
  }

  private imported(type: string, id: string): CloudObject | undefined {
    return this.cloud
      .objects(type)
      .find((object) => object.id === id || object.outputs.name === id || object.outputs.arn === id);
  }

  private stored(type: string, id: string, olds: Props): CloudObject | undefined {
    return this.cloud.find(type, id, this.place(type, olds));
  }

  /** The object as the engine's state has it, for a preview of something that is gone. */
  private assumed(type: string, id: string, olds: Props): CloudObject {
    return {
      ...this.place(type, olds),
      type,
      id,
      inputs: {},
      outputs: olds,
      createdAt: this.cloud.now().toISOString(),
      ready: true,
      memory: {},
    };
  }

  private place(type: string, inputs: Props): Place {
    return placeOf(type, inputs, this.config, this.cloud);
  }

  private asked(
    operation: Operation,
    type: string,
    inputs: Props,
    object: CloudObject | undefined,
    place: Place,
  ): Case {
    return { cloud: this.cloud, operation, type, inputs, object, place, now: this.cloud.now() };
  }

  /** A preview calls no cloud but Kubernetes, whose dry run validates what is wholly known. */
  private dryRun(
    operation: "create" | "update",
    type: string,
    inputs: Props,
    object: CloudObject | undefined,
    place: Place,
  ): void {
    const isObject = type.startsWith("kubernetes:") && !type.includes("helm.sh") && !hasUnknown(inputs);
    const asked = this.asked(operation, type, inputs, object, place);
    const refusals = refusalsFor(operation, type);
    const uninstalled = refusals.some(
      (refusal) => refusal.id === "kubernetes.kind-installed" && refusal.find(asked) !== undefined,
    );
    const shown = refusals.filter(
      (refusal) => refusal.code === PROVIDER || (isObject && !uninstalled && /^(Invalid|webhook)/.test(refusal.code)),
    );
    requireAllowed(hasUnknown(inputs) ? shown.filter((refusal) => refusal.code !== PROVIDER) : shown, asked);
  }

  /** Lets a planned fault happen; gives the reason when the object is to stay behind. */
  private struck(on: "create" | "update" | "delete" | "read", type: string): string | undefined {
    try {
      this.cloud.faults.strike(on, type);
      return undefined;
    } catch (error) {
      if (error instanceof NotReadyError) return error.message;
      throw error;
    }
  }
}

// Facts: their delete only drops the resource from the state, the setting stays.
const STAYS: ReadonlySet<string> = new Set([
  "cloudflare:index/waitingRoomSettings:WaitingRoomSettings",
  "cloudflare:index/regionalTieredCache:RegionalTieredCache",
  "cloudflare:index/argoTieredCaching:ArgoTieredCaching",
  "cloudflare:index/zoneSetting:ZoneSetting",
  "aws:servicequotas/serviceQuota:ServiceQuota",
]);

function sharedKeys(live: Props, old: Props): Props {
  return Object.fromEntries(Object.entries(live).filter(([key]) => key in old));
}
