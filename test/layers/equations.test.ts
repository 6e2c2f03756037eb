import { readdirSync } from "node:fs";
import { Parser } from "expr-eval";
import { describe, expect, test } from "vitest";
import { demandEquations } from "../../capacity/demand";
import { EQUATION_FUNCTIONS, type Equation, namesIn } from "../../capacity/equation";
import { type Event, FEATURE_KINDS, type Feature, PROTOCOLS } from "../../capacity/event/event";
import { layersOf } from "../../capacity/layers";
import { FLOWS, LAYERS, type LayerModel } from "../../capacity/layers/layer";
import { CDN, mediaEvent, type Stated } from "./media-event";

const DIRECTORY = new URL("../../capacity/layers/", import.meta.url);

/** Text of an equation as the parser's syntax. */
function parse(text: string) {
  return Parser.parse(
    text.replaceAll("×", "*").replaceAll("÷", "/").replaceAll("−", "-").replaceAll("≤", "<=").replaceAll("≥", ">="),
  );
}

const FEATURE: Feature = {
  kind: "service",
  id: "service:rewards",
  enabled: true,
  criticality: "value-added",
  image: null,
  deployment: null,
};

const FEATURES: readonly Feature[] = FEATURE_KINDS.map((kind) => ({
  ...FEATURE,
  kind,
  id: kind === "service" ? FEATURE.id : kind,
}));

/** Events whose equations differ. */
const EVENTS: readonly Event[] = PROTOCOLS.flatMap((protocol) =>
  (
    [
      { origin: "object-storage", transcodeOn: "cpu", audio: "muxed", timeShiftSeconds: 0 },
      { origin: "packager", transcodeOn: "gpu", audio: "separate", timeShiftSeconds: 600 },
      { origin: "object-storage", transcodeOn: "external", audio: "separate", timeShiftSeconds: 600 },
    ] satisfies readonly Stated[]
  ).map((stated) =>
    mediaEvent({
      ...stated,
      protocol,
      ladder: [],
      hosts: { other: ["a.example.com", "b.example.com"] },
      features: FEATURES,
    }),
  ),
);

const CDNS = (["cloudfront", "cloudflare", "other"] as const).flatMap((provider) =>
  [true, false].map((originShield) => ({ ...CDN, provider, name: provider, originShield })),
);

/** The models that one export stands for. */
function modelsOf(name: string, value: unknown): readonly LayerModel[] {
  if (typeof value === "object" && value !== null && "equations" in value) return [value as LayerModel];
  if (typeof value !== "function" || !name.endsWith("Model")) return [];
  const make = value as (...inputs: unknown[]) => LayerModel;
  if (name === "serviceModel") return [make(FEATURE)];
  return EVENTS.flatMap((event) => (name === "edgeModel" ? CDNS.map((cdn) => make(event, cdn)) : [make(event)]));
}

const files = readdirSync(DIRECTORY).filter((file) => file.endsWith(".ts") && file !== "index.ts");
const exported = (
  await Promise.all(
    files.map(async (file) =>
      Object.entries((await import(new URL(file, DIRECTORY).pathname)) as Record<string, unknown>).flatMap(
        ([name, value]) => modelsOf(name, value),
      ),
    ),
  )
).flat();

/** Models by file, whether the chain uses them or not, and those of the chain. */
const models = [...exported, ...EVENTS.flatMap((event) => layersOf(event).map((instance) => instance.model))];

/** Every different text once: key and text, with the layer for the message. */
function distinctEquations(): readonly { readonly layer: string; readonly equation: Equation }[] {
  const lists = [
    ...EVENTS.map((event) => ({ layer: "demand", list: demandEquations(event).list as readonly Equation[] })),
    ...models.map((model) => ({ layer: model.layer as string, list: model.equations })),
  ];
  const seen = new Map<string, { layer: string; equation: Equation }>();
  for (const { layer, list } of lists) {
    for (const equation of list) seen.set(`${layer} ${equation.key} ${equation.text}`, { layer, equation });
  }
  return [...seen.values()];
}

/** Numbers without a pattern, the same in every run: an equation must agree with its text on small, ordinary and large ones. */
function scopes(names: readonly string[]): readonly Record<string, number>[] {
  return [0.37, 1, 41].map((size, round) =>
    Object.fromEntries(names.map((name, i) => [name, size * (1 + (((i + 1) * 7919 + round * 104_729) % 997) / 313)])),
  );
}

describe("an equation's text and its code are the same law", () => {
  test.each(distinctEquations().map(({ layer, equation }) => [layer, equation.key, equation.text, equation] as const))(
    "%s: %s = %s",
    (_, key, text, equation) => {
      const expression = parse(text);
      expect(expression.variables().toSorted()).toEqual(namesIn(text).toSorted());
      for (const scope of scopes(namesIn(text))) {
        const fromText = expression.evaluate(scope) as number;
        const fromCode = equation.value(scope);
        expect(Number.isFinite(fromText), `${key} is finite in ${JSON.stringify(scope)}`).toBe(true);
        expect(Math.abs(fromCode - fromText)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(fromText)));
      }
    },
  );

  test("texts call the functions that readers know, and no others", () => {
    const called = distinctEquations().flatMap(({ equation }) =>
      [...equation.text.matchAll(/([A-Za-z][A-Za-z0-9]*)\s*\(/g)].map((match) => match[1] ?? ""),
    );
    expect(called.filter((name) => !EQUATION_FUNCTIONS.has(name))).toEqual([]);
  });
});

describe("layers", () => {
  test("every layer of the chain has a model", () => {
    const modelled = new Set(models.map((model) => model.layer));
    expect(LAYERS.filter((layer) => !modelled.has(layer))).toEqual([]);
  });

  // A sign-in is a call, a request and a connection at once: what is counted a second may change its name between layers.
  const COUNTED = new Set(["calls/s", "requests/s", "connections/s", "messages/s", "operations/s"]);
  const kind = (unit: string | undefined) => (COUNTED.has(unit ?? "") ? "counted a second" : unit);

  test("what a layer requires and emits are equations of its own, flows in a unit of the flow's kind", () => {
    for (const model of models) {
      const units = new Map(model.equations.map((equation) => [equation.key, equation.unit]));
      for (const key of model.requires) expect(units.has(key), `${model.layer} requires ${key}`).toBe(true);
      for (const [flow, key] of Object.entries(model.emits)) {
        const wanted = kind(FLOWS[flow as keyof typeof FLOWS]);
        expect(kind(units.get(key)), `${model.layer} emits ${flow} as ${key}`).toBe(wanted);
      }
    }
  });

  test("no equation is named twice, and none reads a later one", () => {
    for (const model of models) {
      const keys = model.equations.map((equation) => equation.key);
      expect(new Set(keys).size, model.layer).toBe(keys.length);
      model.equations.forEach((equation, i) => {
        const later = namesIn(equation.text).filter((name) => keys.indexOf(name) >= i);
        expect(later, `${model.layer}.${equation.key}`).toEqual([]);
      });
    }
  });
});
