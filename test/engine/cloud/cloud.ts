import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Faults } from "./faults";
import { appliedQuota } from "./quotas";
import { hex, type Props, type Value } from "./values";

/** Where an object lives: its provider, its account and its Region, cluster or `global`. */
export interface Place {
  readonly account: string;
  readonly location: string;
}

/** One object that exists in the cloud. */
export interface CloudObject extends Place {
  readonly type: string;
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
  /** ISO instant of creation. */
  readonly createdAt: string;
  /** Whether it serves; an object can exist and have failed to start. */
  readonly ready: boolean;
  /** What the service remembers and no property shows, such as the instants of capacity decreases. */
  readonly memory: Props;
}

/** One call that a provider received. */
export interface CloudCall {
  readonly provider: string;
  readonly method: string;
  readonly type: string;
  readonly name: string;
  /** `ok`, or what was refused. Values of properties are never in the log. */
  readonly result: string;
  /** The id of the refusal that objected, where one did. */
  readonly rule?: string;
}

/** How a cloud is set up. */
export interface CloudOptions {
  /** The instant that the services see. @default the machine's clock */
  readonly now?: () => Date;
  /** Applied quotas by code, in the unit of the quota. @default the defaults of a new account */
  readonly quotas?: Readonly<Record<string, number>>;
  /** A file that keeps the objects, so that they outlive a killed program. @default memory only */
  readonly file?: string;
  /** The AWS account. @default "111122223333" */
  readonly account?: string;
  /** The Region of a provider that configures none. @default none: such a provider is refused */
  readonly region?: string;
  /** What the Cloudflare plan allows. @default "enterprise" */
  readonly cloudflarePlan?: CloudflarePlan;
}

/** A Cloudflare plan, which decides entitlements and rule counts. */
export type CloudflarePlan = "free" | "pro" | "business" | "enterprise";

/** The clouds' state: every account, Region, zone and cluster, as one list of objects. */
export class Cloud {
  readonly faults = new Faults();
  readonly account: string;
  readonly region: string | undefined;
  readonly cloudflarePlan: CloudflarePlan;
  private readonly objectsByKey = new Map<string, CloudObject>();
  private readonly callLog: CloudCall[] = [];
  private sequence = 0;

  constructor(private readonly options: CloudOptions = {}) {
    this.account = options.account ?? "111122223333";
    this.region = options.region;
    this.cloudflarePlan = options.cloudflarePlan ?? "enterprise";
    if (options.file !== undefined && existsSync(options.file)) this.load(options.file);
  }

  /** The instant the services see. */
  now(): Date {
    return this.options.now?.() ?? new Date();
  }

  /** The applied value of a quota; undefined when neither the account nor the facts have one. */
  quota(code: string): number | undefined {
    return this.options.quotas?.[code] ?? appliedQuota(code);
  }

  /** The objects of a type, or all, in order of creation. */
  objects(type?: string): readonly CloudObject[] {
    const all = [...this.objectsByKey.values()];
    return type === undefined ? all : all.filter((object) => object.type === type);
  }

  /** The object of a type and id; with a place, only there. */
  find(type: string, id: string, place?: Place): CloudObject | undefined {
    if (place !== undefined) return this.objectsByKey.get(key(type, id, place));
    return this.objects(type).find((object) => object.id === id);
  }

  /** Writes an object; one of the same type, id and place is overwritten. */
  put(object: CloudObject): CloudObject {
    this.objectsByKey.set(key(object.type, object.id, object), object);
    this.save();
    return object;
  }

  /** Removes an object. */
  remove(object: CloudObject): void {
    this.objectsByKey.delete(key(object.type, object.id, object));
    this.save();
  }

  /**
   * Changes an object behind Pulumi's back, as a timer or an operator does.
   *
   * @throws Error when there is no such object
   */
  patch(
    type: string,
    id: string,
    change: { readonly inputs?: Props; readonly outputs?: Props; readonly memory?: Props },
  ): void {
    const found = this.find(type, id);
    if (found === undefined) throw new Error(`no ${type} ${id} in the cloud`);
    this.put({
      ...found,
      inputs: { ...found.inputs, ...change.inputs },
      outputs: { ...found.outputs, ...change.inputs, ...change.outputs },
      memory: { ...found.memory, ...change.memory },
    });
  }

  /** A repeatable identifier, different at each call. */
  nextId(prefix: string, digits: number): string {
    this.sequence += 1;
    return `${prefix}${hex(`${prefix}#${this.sequence}`, digits)}`;
  }

  /** A number that grows by one at each call. */
  nextNumber(): number {
    this.sequence += 1;
    return this.sequence;
  }

  /** Runs something that makes identifiers and forgets that it did. */
  rehearse<T>(act: () => T): T {
    const before = this.sequence;
    try {
      return act();
    } finally {
      this.sequence = before;
    }
  }

  /** Writes down a call. */
  record(call: CloudCall): void {
    this.callLog.push(call);
  }

  /** Every call so far. */
  get calls(): readonly CloudCall[] {
    return this.callLog;
  }

  /** How many calls of a method were made; with a type, only for it. */
  count(method: string, type?: string): number {
    return this.callLog.filter((call) => call.method === method && (type === undefined || call.type === type)).length;
  }

  private load(file: string): void {
    const saved = JSON.parse(readFileSync(file, "utf8")) as { sequence: number; objects: CloudObject[] };
    this.sequence = saved.sequence;
    for (const object of saved.objects) this.objectsByKey.set(key(object.type, object.id, object), object);
  }

  private save(): void {
    if (this.options.file === undefined) return;
    const draft = `${this.options.file}.draft`;
    writeFileSync(draft, JSON.stringify({ sequence: this.sequence, objects: this.objects() }));
    renameSync(draft, this.options.file);
  }
}

function key(type: string, id: string, place: Place): string {
  return [type, place.account, place.location, id].join("\n");
}

/** Whether an attribute of an object, `id` included, has a value. */
export function attributeIs(object: CloudObject, attribute: string, value: Value): boolean {
  if (attribute === "id") return object.id === value;
  return (object.outputs[attribute] ?? object.inputs[attribute]) === value;
}
