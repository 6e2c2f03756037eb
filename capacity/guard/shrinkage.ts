import { SERVING } from "./serving";

/** A component's plain inputs, as its state has them. */
export type Intent = Readonly<Record<string, unknown>>;

/** A component before and after; null where it isn't there. */
export interface GuardedChange {
  /** Type token, `tidegate:compute:NodePool`. */
  readonly type: string;
  readonly name: string;
  readonly before: Intent | null;
  readonly after: Intent | null;
}

/** One way in which a change takes something from viewers. */
export interface Shrinkage {
  readonly type: string;
  readonly component: string;
  /** A path in the intent; empty for the component as a whole. */
  readonly field: string;
  /** `shrinks`: a number falls. `loses`: an entry goes. `replaces`: a change makes it anew. `goes`: the whole component. `unknown`: nobody knows yet. */
  readonly how: "shrinks" | "loses" | "replaces" | "goes" | "unknown";
  readonly from: string;
  readonly to: string;
}

/** Inputs that a component has no argument for: nobody can say what a changed one does to viewers. */
const OVERRIDDEN = "overriddenInputs";

/**
 * Everything that a change takes from viewers, whether they are there or not.
 *
 * A new component takes nothing, nor does growth. A number that only a deployment knows counts as taken: unknown is not enough.
 */
export function shrinkagesOf(change: GuardedChange): readonly Shrinkage[] {
  const { type, name, before, after } = change;
  const serving = SERVING[type];
  if (serving === undefined || before === null) return [];
  const found = (place: Place, how: Shrinkage["how"], from: string, to: string): Shrinkage => ({
    type,
    component: name,
    field: place.join("."),
    how,
    from,
    to,
  });
  if (after === null) return [found([], "goes", "there", "gone")];
  const sizes = serving.sizes
    .flatMap((path) => placesOf(before, path))
    .flatMap((place): readonly Shrinkage[] => {
      const [old, now] = [valueAt(before, place), valueAt(after, place)];
      if (typeof old !== "number") return [];
      if (typeof now === "number") return now < old ? [found(place, "shrinks", String(old), String(now))] : [];
      return now === undefined
        ? [found(place, "loses", String(old), "nothing")]
        : [found(place, "unknown", String(old), "unknown")];
    });
  const members = serving.members.flatMap((path): readonly Shrinkage[] => {
    const place = path.split(".");
    const now = new Set(namesOf(valueAt(after, place)));
    return namesOf(valueAt(before, place))
      .filter((one) => !now.has(one))
      .map((one) => found(place, "loses", one, "nothing"));
  });
  const fixed = [...serving.fixed, OVERRIDDEN].flatMap((path): readonly Shrinkage[] => {
    const place = path.split(".");
    const [old, now] = [textOf(valueAt(before, place)), textOf(valueAt(after, place))];
    return old === now ? [] : [found(place, "replaces", old, now)];
  });
  return [...sizes, ...members, ...fixed];
}

/** Where a value stands: keys from the outside in. Keys may have dots of their own. */
type Place = readonly string[];

/** A path's places: `*` stands for every key that is there. */
function placesOf(intent: Intent, path: string): readonly Place[] {
  if (!path.endsWith(".*")) return [path.split(".")];
  const parent = path.slice(0, -2).split(".");
  const map = valueAt(intent, parent);
  return typeof map === "object" && map !== null ? Object.keys(map).map((key) => [...parent, key]) : [];
}

function valueAt(intent: Intent, place: Place): unknown {
  return place.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Intent)[key] : undefined),
    intent,
  );
}

function namesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf);
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** A value as text, keys in order, so that equal values have equal texts. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${textOf(one)}`);
  return `{ ${entries.sort().join(", ")} }`;
}
