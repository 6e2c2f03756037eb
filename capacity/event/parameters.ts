import { ASSUMPTIONS } from "../catalog/assumptions";
import { lazy } from "../catalog/lazy";
import type { Interval } from "../interval";
import type { AssumptionRow, Parameter } from "../parameter";
import { readInterval } from "./number-reader";
import { formatPath, type Path, valueAt } from "./path";
import type { Reading } from "./reading";
import { rowField, rowPath } from "./row-fields";

/** What the rows of the catalog are spread over, and what the event itself says. */
export interface ParameterSources {
  readonly cdns: readonly string[];
  readonly services: readonly string[];
  /** Parameters that follow from the event, by the first part of their key: `audience`, `edge:cloudfront`. */
  readonly derived: ReadonlyMap<string, readonly Parameter[]>;
  /** Values the file states another way than at the row's path, by full key. */
  readonly stated: ReadonlyMap<string, { readonly interval: Interval; readonly path: string }>;
}

/** Layers that stand several times: each of their rows becomes one parameter per CDN or service. */
const EDGE = "edge";
const SERVICE = "service";

/** A row as the parameter it is where the file states nothing. */
function defaultOf(row: AssumptionRow): Parameter {
  const isKnown = row.fact !== undefined;
  return {
    key: row.key,
    unit: row.unit,
    interval: { low: row.low, expected: row.expected, high: row.high },
    origin: isKnown ? "known" : "assumed",
    because: row.fact ?? row.because,
    source: isKnown ? row.source : null,
    asOf: row.asOf,
    ...(row.min === undefined ? {} : { min: row.min }),
    ...(row.max === undefined ? {} : { max: row.max }),
    path: row.path,
  };
}

interface RowDefault {
  readonly row: AssumptionRow;
  readonly parameter: Parameter;
}

/** The rows of each layer with their defaults, in the catalog's order; made once, since every parse needs all of them. */
const rowsByLayer = lazy(() => {
  const layers = new Map<string, RowDefault[]>();
  for (const row of ASSUMPTIONS) {
    const layer = row.key.slice(0, row.key.indexOf("."));
    const rows = layers.get(layer) ?? [];
    rows.push({ row, parameter: defaultOf(row) });
    layers.set(layer, rows);
  }
  return layers;
});

/** Every number of the model: the file's where it states one, else the catalog's with its reason. */
export function readParameters(reading: Reading, sources: ParameterSources): ReadonlyMap<string, Parameter> {
  const all = new Map<string, Parameter>();
  const add = (parameter: Parameter) => all.set(parameter.key, parameter);
  const derivedOf = (scope: string) => (sources.derived.get(scope) ?? []).forEach(add);
  const layers = new Set(["audience", "stream", EDGE, ...rowsByLayer().keys(), ...sources.derived.keys()]);
  for (const layer of layers) {
    const rows = rowsByLayer().get(layer) ?? [];
    if (layer === EDGE || layer === SERVICE) {
      const names = layer === EDGE ? sources.cdns : sources.services;
      for (const [index, name] of names.entries()) {
        const scope = `${layer}:${name}`;
        derivedOf(scope);
        for (const row of rows) {
          add(read(reading, sources, row, { scope, path: rowPath(row.row, layer === EDGE ? index : name) }));
        }
      }
      continue;
    }
    if (layer.includes(":")) continue;
    derivedOf(layer);
    for (const row of rows) add(read(reading, sources, row, { scope: layer, path: rowPath(row.row) }));
  }
  return all;
}

function read(
  reading: Reading,
  sources: ParameterSources,
  { row, parameter }: RowDefault,
  { scope, path }: { readonly scope: string; readonly path: Path | null },
): Parameter {
  const key = `${scope}${row.key.slice(row.key.indexOf("."))}`;
  const pathText = path === null ? null : formatPath(path);
  const elsewhere = sources.stated.get(key);
  if (elsewhere) return given({ ...parameter, key, path: pathText }, elsewhere.interval, elsewhere.path);
  const stated = path === null ? undefined : statedValue(reading, row, path);
  if (stated !== undefined && pathText !== null) {
    return given({ ...parameter, key, path: pathText }, stated, pathText);
  }
  return key === parameter.key && pathText === parameter.path ? parameter : { ...parameter, key, path: pathText };
}

function given(parameter: Parameter, interval: Interval, because: string): Parameter {
  return { ...parameter, interval, origin: "given", because, source: null, asOf: null };
}

function statedValue(reading: Reading, row: AssumptionRow, path: Path): Interval | undefined {
  const value = valueAt(reading.draft, path);
  if (value === undefined) return undefined;
  const field = rowField(row);
  const interval = readInterval(field, value, path, reading.problems);
  if (interval === undefined) return undefined;
  return {
    low: interval.low / field.perUnit,
    expected: interval.expected / field.perUnit,
    high: interval.high / field.perUnit,
  };
}
