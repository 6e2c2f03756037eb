import { recorded } from "./catalog";
import type { Cloud, CloudObject, Place } from "./cloud";
import { CONSTRAINT_SOURCE, serviceModel } from "./constraints";
import { CloudError } from "./errors";
import type { Props } from "./values";

/** The operation that a rule judges. */
export type Operation = "check" | "create" | "update" | "delete";

/** Everything a rule may look at. */
export interface Case {
  readonly cloud: Cloud;
  readonly operation: Operation;
  readonly type: string;
  /** The inputs of a create or update; of a delete, the object's last ones. */
  readonly inputs: Props;
  /** The object before an update or delete. */
  readonly object: CloudObject | undefined;
  readonly place: Place;
  readonly now: Date;
}

/** What a rule of a common kind looks at, so that tests and documents can be made from it. */
export type RuleKind =
  | { readonly kind: "exists"; readonly path: string; readonly types: readonly string[]; readonly by: string }
  | { readonly kind: "unique"; readonly by: string }
  | { readonly kind: "quota"; readonly quota: string }
  | { readonly kind: "items"; readonly path: string; readonly quota: string }
  | {
      readonly kind: "in-use";
      readonly users: readonly { readonly type: string; readonly path: string; readonly by: string }[];
    };

/** One reason for which a cloud refuses an operation. */
export interface Refusal {
  /** A stable name, unique among all refusals. */
  readonly id: string;
  readonly types: readonly string[];
  readonly on: readonly Operation[];
  /** The service's error code. */
  readonly code: string;
  readonly when: string;
  readonly source: string;
  /** What kind of rule it is; absent for one of its own. */
  readonly of?: RuleKind;
  /** What is wrong, or undefined. */
  readonly find: (asked: Case) => string | undefined;
}

/** What a rule says about itself, apart from how it judges. */
export type Citation = Pick<Refusal, "code" | "when" | "source">;

const reproduced = new Set<string>();

/** Identifies a recorded refusal. */
export function factKey(type: string, error: string, when: string): string {
  return `${type} | ${error} | ${when}`;
}

/** The recorded refusals that some rule reproduces. */
export function reproducedFacts(): ReadonlySet<string> {
  return reproduced;
}

/** The citation of a refusal that the resource facts record. */
export function fact(type: string, code: string, part?: string): Citation {
  const found = recorded(type, code, part);
  reproduced.add(factKey(type, found.code, found.when));
  return { code: found.code.split(":")[0] ?? found.code, when: found.when, source: found.source };
}

/** The citation of an error that a service model declares for the operation. @throws Error when the model has no such error */
export function modelled(
  type: string,
  operation: "create" | "update" | "delete",
  code: string,
  when: string,
): Citation {
  const model = serviceModel(type);
  if (model === undefined || !model.errors[operation].includes(code)) {
    throw new Error(`${type}: the service model of ${operation} has no error ${code}`);
  }
  return { code, when, source: `${CONSTRAINT_SOURCE}, ${model.service} ${model.operation} (${operation}) errors` };
}

/** A citation with its own source. */
export function cited(code: string, when: string, source: string): Citation {
  return { code, when, source };
}

/** Refuses an operation for the first rule that objects. @throws CloudError with the service's code */
export function requireAllowed(refusals: readonly Refusal[], asked: Case): void {
  for (const refusal of refusals) {
    const problem = refusal.find(asked);
    if (problem !== undefined) throw new CloudError(refusal.code, problem, refusal.id);
  }
}

/** The refusals of each type and operation, for look-up. */
export function indexRefusals(refusals: readonly Refusal[]): ReadonlyMap<string, readonly Refusal[]> {
  const index = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    for (const type of refusal.types) {
      for (const operation of refusal.on) {
        const key = `${operation} ${type}`;
        index.set(key, [...(index.get(key) ?? []), refusal]);
      }
    }
  }
  return index;
}
