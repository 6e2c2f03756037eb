import { ASSUMPTIONS } from "../catalog/assumptions";
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

function layerOf(row: AssumptionRow): string {
  return row.key.slice(0, row.key.indexOf("."));
}

/** Every number of the model: the file's where it states one, else the catalog's with its reason. */
export function readParameters(reading: Reading, sources: ParameterSources): ReadonlyMap<string, Parameter> {
  const all = new Map<string, Parameter>();
  const add = (parameter: Parameter) => all.set(parameter.key, parameter);
  const derivedOf = (scope: string) => (sources.derived.get(scope) ?? []).forEach(add);
  const layers = new Set(["audience", "stream", EDGE, ...ASSUMPTIONS.map(layerOf), ...sources.derived.keys()]);
  for (const layer of layers) {
    const rows = ASSUMPTIONS.filter((row) => layerOf(row) === layer);
    if (layer === EDGE || layer === SERVICE) {
      const names = layer === EDGE ? sources.cdns : sources.services;
      for (const [index, name] of names.entries()) {
        const scope = `${layer}:${name}`;
        derivedOf(scope);
        for (const row of rows) {
          add(read(reading, sources, row, { scope, path: rowPath(row, layer === EDGE ? index : name) }));
        }
      }
      continue;
    }
    if (layer.includes(":")) continue;
    derivedOf(layer);
    for (const row of rows) add(read(reading, sources, row, { scope: layer, path: rowPath(row) }));
  }
  return all;
}

function read(
  reading: Reading,
  sources: ParameterSources,
  row: AssumptionRow,
  { scope, path }: { readonly scope: string; readonly path: Path | null },
): Parameter {
  const key = `${scope}.${row.key.slice(row.key.indexOf(".") + 1)}`;
  const base = {
    key,
    unit: row.unit,
    ...(row.min === undefined ? {} : { min: row.min }),
    ...(row.max === undefined ? {} : { max: row.max }),
    path: path === null ? null : formatPath(path),
  };
  const elsewhere = sources.stated.get(key);
  if (elsewhere) {
    return {
      ...base,
      interval: elsewhere.interval,
      origin: "given",
      because: elsewhere.path,
      source: null,
      asOf: null,
    };
  }
  const given = path === null ? undefined : statedValue(reading, row, path);
  if (given !== undefined && path !== null) {
    return { ...base, interval: given, origin: "given", because: formatPath(path), source: null, asOf: null };
  }
  const interval = { low: row.low, expected: row.expected, high: row.high };
  const { asOf } = row;
  return row.fact === undefined
    ? { ...base, interval, origin: "assumed", because: row.because, source: null, asOf }
    : { ...base, interval, origin: "known", because: row.fact, source: row.source, asOf };
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
