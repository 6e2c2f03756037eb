import type { Criticality, Event, Feature, FeatureKind } from "./event";
import { choose, type Reading } from "./reading";
import type { FEATURE_NAMES } from "./schema/features";
import { SLUG } from "./schema/shapes";
import { DEFAULT_HASH } from "./sign-in-hash";

type FeatureName = (typeof FEATURE_NAMES)[number];

interface Standard {
  readonly id: string;
  readonly criticality: Criticality;
  /** Whether an event has it that doesn't mention it. */
  readonly enabled: boolean;
  readonly because: string;
}

/** The features that every event has or lacks, in the order of the chain. */
const STANDARD: Readonly<Record<FeatureName, Standard>> = {
  licences: {
    id: "licence",
    criticality: "core",
    enabled: false,
    because: "media is protected by signed URLs unless the file asks for licences",
  },
  signIn: {
    id: "session",
    criticality: "core",
    enabled: true,
    because: "viewers sign in unless the file says they don't",
  },
  api: {
    id: "api",
    criticality: "core",
    enabled: true,
    because: "an app can't show a stream without its own interface",
  },
  chat: {
    id: "chat",
    criticality: "value-added",
    enabled: false,
    because: "an event has a chat only where it says so",
  },
  shortVideo: {
    id: "upload",
    criticality: "value-added",
    enabled: false,
    because: "viewers upload videos only where the file says so",
  },
  telemetry: {
    id: "telemetry",
    criticality: "value-added",
    enabled: true,
    because: "an event that nobody measures can't be held",
  },
};

interface Stated {
  readonly enabled?: boolean | undefined;
  readonly criticality?: Criticality | undefined;
  readonly image?: string | undefined;
  readonly deployment?: string | undefined;
}

function featureOf(kind: FeatureKind, standard: Omit<Standard, "because">, stated: Stated | undefined): Feature {
  return {
    kind,
    id: standard.id,
    enabled: stated === undefined ? standard.enabled : (stated.enabled ?? true),
    criticality: stated?.criticality ?? standard.criticality,
    image: stated?.image ?? null,
    deployment: stated?.deployment ?? null,
  };
}

/** Reads what the app does beside the picture: the six standard features, then services in the file's order. */
export function readFeatures(reading: Reading): readonly Feature[] {
  const stated = reading.draft.features;
  const features = (Object.keys(STANDARD) as FeatureName[]).map((name) => {
    const standard = STANDARD[name];
    const of: Stated | undefined = stated?.[name];
    const feature = featureOf(name, standard, of);
    if (of !== undefined) return feature;
    return choose(
      reading,
      { path: `features.${name}`, chosen: standard.enabled ? "on" : "off", because: standard.because },
      feature,
    );
  });
  for (const name of Object.keys(stated?.services ?? {})) {
    // The schema's records skip `__proto__` without a word.
    if (SLUG.pattern.test(name)) continue;
    reading.problems.error({
      id: "bad-name",
      path: ["features", "services", name],
      found: `got the name ${JSON.stringify(name)}`,
      expected: SLUG.expected,
      fix: "Rename it like rewards or match-stats",
    });
  }
  const services = serviceNames(reading).map((name) =>
    featureOf(
      "service",
      { id: `service:${name}`, criticality: "value-added", enabled: true },
      stated?.services?.[name],
    ),
  );
  return [...features, ...services];
}

/** Names of the file's own services, in its order. */
export function serviceNames(reading: Reading): readonly string[] {
  return Object.entries(reading.draft.features?.services ?? {}).flatMap(([name, service]) =>
    service === undefined || !SLUG.pattern.test(name) ? [] : [name],
  );
}

/** The password hash by name. */
export function readHash(reading: Reading): Event["signInHash"] {
  return (
    reading.draft.features?.signIn?.hash ??
    choose(
      reading,
      {
        path: "features.signIn.hash",
        chosen: DEFAULT_HASH,
        because: "it is the least that OWASP recommends, and the cheapest of the memory-hard ones",
      },
      DEFAULT_HASH,
    )
  );
}
