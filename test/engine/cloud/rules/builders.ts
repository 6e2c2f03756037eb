import { attributeIs, type CloudObject } from "../cloud";
import { quotaRow } from "../quotas";
import { type Case, type Citation, fact, type Operation, type Refusal } from "../refusal";
import { isGiven, type Props, sameValue, text, textsAt, type Value, valuesAt } from "../values";

/** What an input points at. */
export interface Target {
  readonly types: readonly string[];
  /** The attribute that the input holds: `id`, `arn`, `name`. */
  readonly by: string;
}

/** A target of one type. */
export function target(type: string, by = "id"): Target {
  return { types: [type], by };
}

/** Short name of a type, for ids of refusals: `eks-nodeGroup`. */
export function short(type: string): string {
  return (
    (type.split(":")[1] ?? type).replace(/[/.]/g, "-") +
    (type.startsWith("kubernetes:") ? `-${type.split(":").at(-1)}` : "")
  );
}

/** The objects at the place of a case, the one being changed left out. */
export function others(asked: Case, type = asked.type): readonly CloudObject[] {
  return asked.cloud
    .objects(type)
    .filter((object) => object.account === asked.place.account && object !== asked.object);
}

/** The other objects in the same Region or cluster too. */
export function neighbours(asked: Case, type = asked.type): readonly CloudObject[] {
  return others(asked, type).filter((object) => object.location === asked.place.location);
}

/** The objects that a value refers to. */
export function referred(asked: Case, to: Target, value: Value): readonly CloudObject[] {
  return to.types.flatMap((type) => asked.cloud.objects(type)).filter((object) => attributeIs(object, to.by, value));
}

const CREATE_UPDATE: readonly Operation[] = ["create", "update"];

/** Refuses an input that points at nothing. `unless` names values that exist without being objects here. */
export function mustExist(
  type: string,
  path: string,
  to: Target,
  citation: Citation,
  unless?: (value: string, asked: Case) => boolean,
): Refusal {
  return {
    ...citation,
    id: `${short(type)}.${path}-exists`,
    of: { kind: "exists", path, types: to.types, by: to.by },
    types: [type],
    on: CREATE_UPDATE,
    find: (asked) => {
      const missing = textsAt(asked.inputs, path).find(
        (value) => isGiven(value) && referred(asked, to, value).length === 0 && unless?.(value, asked) !== true,
      );
      return missing === undefined ? undefined : `${path} "${missing}" does not exist`;
    },
  };
}

/** How far a name is unique. */
export interface Uniqueness {
  /** The attribute that may stand only once. */
  readonly by: string;
  /** Inputs that must be equal for a clash, such as the cluster's name. */
  readonly within?: readonly string[];
  readonly scope: "world" | "account" | "location";
  readonly ignoreCase?: true;
}

/** Refuses a name that is taken. */
export function unique(
  type: string,
  uniqueness: Uniqueness,
  citation: Citation,
  types: readonly string[] = [type],
): Refusal {
  const spelled = (value: Value | undefined): Value | undefined =>
    uniqueness.ignoreCase && typeof value === "string" ? value.toLowerCase() : value;
  return {
    ...citation,
    id: `${short(type)}.${uniqueness.by}-unique`,
    of: { kind: "unique", by: uniqueness.by },
    types,
    on: CREATE_UPDATE,
    find: (asked) => {
      const value = valuesAt(asked.inputs, uniqueness.by)[0];
      if (!isGiven(value)) return undefined;
      const taken = pool(asked, uniqueness.scope, types).some(
        (object) =>
          sameValue(spelled(valuesAt({ ...object.inputs, ...object.outputs }, uniqueness.by)[0]), spelled(value)) &&
          (uniqueness.within ?? []).every((path) => sameWithin(object.inputs, asked.inputs, path)),
      );
      return taken ? `${uniqueness.by} "${String(value)}" already exists` : undefined;
    },
  };
}

function sameWithin(a: Props, b: Props, path: string): boolean {
  return sameValue(valuesAt(a, path)[0], valuesAt(b, path)[0]);
}

function pool(asked: Case, scope: Uniqueness["scope"], types: readonly string[]): readonly CloudObject[] {
  const all = types.flatMap((type) => asked.cloud.objects(type)).filter((object) => object !== asked.object);
  if (scope === "world") return all;
  const here = all.filter((object) => object.account === asked.place.account);
  return scope === "account" ? here : here.filter((object) => object.location === asked.place.location);
}

/** What a quota counts. */
export interface Counted {
  /** The quota's code in the table. */
  readonly quota: string;
  /** The input whose value is the container, such as the VPC; absent means the account and Region. */
  readonly per?: string;
  /** Which objects count. @default all of the type */
  readonly which?: (inputs: Props) => boolean;
  /** Types that count together. @default the type itself */
  readonly types?: readonly string[];
}

/** Refuses one more object than a quota allows. */
export function limited(type: string, counted: Counted, citation: Citation): Refusal {
  const row = quotaRow(counted.quota);
  const which = counted.which ?? (() => true);
  return {
    ...citation,
    source: `${citation.source}; ${row.source}`,
    id: `${short(type)}.quota-${counted.quota}`,
    of: { kind: "quota", quota: counted.quota },
    types: counted.types ?? [type],
    on: ["create"],
    find: (asked) => {
      const allowed = asked.cloud.quota(counted.quota);
      if (allowed === undefined || !which(asked.inputs)) return undefined;
      const { per } = counted;
      const found = (counted.types ?? [type])
        .flatMap((other) => neighbours(asked, other))
        .filter(
          (object) => which(object.inputs) && (per === undefined || sameWithin(object.inputs, asked.inputs, per)),
        );
      return found.length < allowed
        ? undefined
        : `${row.name}: ${found.length} exist, ${allowed} are allowed (quota ${counted.quota})`;
    },
  };
}

/** Refuses more items in an input than a quota allows. */
export function itemsLimited(
  type: string,
  path: string,
  quota: string,
  citation: Citation,
  name = `${path}-count`,
): Refusal {
  const row = quotaRow(quota);
  return {
    ...citation,
    source: `${citation.source}; ${row.source}`,
    id: `${short(type)}.${name}`,
    of: { kind: "items", path, quota },
    types: [type],
    on: CREATE_UPDATE,
    find: (asked) => {
      const allowed = asked.cloud.quota(quota);
      const found = valuesAt(asked.inputs, path).flatMap((item) => (Array.isArray(item) ? item : [item])).length;
      if (allowed === undefined || found <= allowed) return undefined;
      return `${row.name}: ${found} given, ${allowed} are allowed (quota ${quota})`;
    },
  };
}

/** An input through which other objects use this one. */
export interface User {
  readonly type: string;
  readonly path: string;
  /** The attribute of the used object that the input holds. @default "id" */
  readonly by?: string;
  readonly which?: (inputs: Props) => boolean;
}

/** Refuses the delete of what something uses. */
export function inUse(
  type: string,
  users: readonly User[],
  citation: Citation,
  name = "in-use",
  unless?: (inputs: Props) => boolean,
): Refusal {
  return {
    ...citation,
    id: `${short(type)}.${name}`,
    of: { kind: "in-use", users: users.map((user) => ({ type: user.type, path: user.path, by: user.by ?? "id" })) },
    types: [type],
    on: ["delete"],
    find: (asked) => {
      const { object } = asked;
      if (object === undefined || unless?.(object.inputs) === true) return undefined;
      const user = users
        .flatMap((one) => asked.cloud.objects(one.type).map((found) => ({ one, found })))
        .find(({ one, found }) => uses(one, found, object));
      return user === undefined ? undefined : `${object.id} is in use by ${user.found.type} ${user.found.id}`;
    },
  };
}

function uses(user: User, found: CloudObject, object: CloudObject): boolean {
  const by = user.by ?? "id";
  const value = by === "id" ? object.id : text(object.outputs[by] ?? object.inputs[by]);
  return (
    value !== undefined && textsAt(found.inputs, user.path).includes(value) && user.which?.(found.inputs) !== false
  );
}

/** A rule of its own. */
export function rule(
  id: string,
  types: readonly string[],
  on: readonly Operation[],
  citation: Citation,
  find: Refusal["find"],
): Refusal {
  return { ...citation, id, types, on, find };
}

/** A refusal that the provider itself makes, visible in a preview. */
export function providerRule(
  id: string,
  type: string,
  part: string,
  find: (inputs: Props) => string | undefined,
): Refusal {
  return {
    ...fact(type, "provider", part),
    code: "provider",
    id,
    types: [type],
    on: ["check"],
    find: (asked) => find(asked.inputs),
  };
}
