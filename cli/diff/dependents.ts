import { parseUrn } from "../engine/urn";
import { type Compared, identityOf, UNTOUCHED } from "./compared";
import { parsePath } from "./property-path";
import { deletedFirst, forcingInputs } from "./replacement";
import type { ResourceChange } from "./resource-change";
import { hasUnknown } from "./unknowns";

/** What hangs on a replaced resource by an input that can't change in place is replaced too, and so on. */
export function withDependents(compared: readonly Compared[]): readonly Compared[] {
  const waiting = compared.filter((one) => one.change?.operation === "replace").map((one) => one.pair.new.urn);
  if (waiting.length === 0) return compared;
  const byUrn = new Map(compared.map((one) => [one.pair.new.urn, one]));
  const dependents = new Map<string, { readonly urn: string; readonly input: string }[]>();
  for (const { pair } of compared) {
    if (!pair.new.custom) continue;
    const forcing = forcingInputs(pair.new.type);
    const links = Object.entries(pair.new.propertyDependencies).filter(
      ([input]) => forcing.has(input) && hasUnknown(pair.new.inputs[input]),
    );
    for (const urn of pair.new.options.replaceWith ?? []) links.push(["(replaceWith)", [urn]]);
    for (const [input, urns] of links) {
      for (const urn of urns) dependents.set(urn, [...(dependents.get(urn) ?? []), { urn: pair.new.urn, input }]);
    }
  }
  for (let urn = waiting.pop(); urn !== undefined; urn = waiting.pop()) {
    for (const dependent of dependents.get(urn) ?? []) {
      const one = byUrn.get(dependent.urn);
      if (one === undefined || one.change?.operation === "replace" || one.pair.new.external === true) continue;
      byUrn.set(dependent.urn, replacedWith(one, `${dependent.input}: ${parseUrn(urn).name} is replaced`));
      waiting.push(dependent.urn);
    }
  }
  return compared.map((one) => byUrn.get(one.pair.new.urn) ?? one);
}

function replacedWith({ pair, change }: Compared, because: string): Compared {
  const base: ResourceChange = change ?? {
    ...UNTOUCHED,
    ...identityOf(pair.new),
    operation: "replace",
    isProtected: pair.old.options.protect === true,
  };
  const paths = base.changes.map((one) => ({ path: parsePath(one.path), old: undefined, new: undefined }));
  return {
    pair,
    change: {
      ...base,
      operation: "replace",
      replacedBecause: [...base.replacedBecause, because],
      deletedFirst: deletedFirst(pair.new, paths),
    },
  };
}
