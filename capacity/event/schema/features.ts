import { z } from "zod";
import { LICENCE_LIMIT } from "../../catalog/assumptions/licence";
import { CRITICALITIES, type Criticality } from "../event";
import { flagField, intervalField, LARGEST_NUMBER, textField, wordField } from "../field";
import { rowFields, type SchemaUse } from "../row-fields";
import { HASH_NAMES } from "../sign-in-hash";
import { SLUG } from "./shapes";

/** The names of features in the file, services apart. */
export const FEATURE_NAMES = ["signIn", "licences", "api", "chat", "shortVideo", "telemetry"] as const;

interface FeatureSchema {
  readonly section: string;
  readonly is: string;
  readonly criticality: Criticality;
  readonly use: SchemaUse;
}

function feature<Own extends z.core.$ZodLooseShape>({ section, is, criticality, use }: FeatureSchema, own: Own) {
  const common = {
    enabled: flagField({ is: "Whether the event has it. Default: true where the feature is listed." }).optional(),
    criticality: wordField(CRITICALITIES, {
      is: `What may be shed first: value-added before core. Default ${criticality}.`,
      default: criticality,
    }).optional(),
    image: textField(
      { pattern: /^\S+$/, maxLength: 500, expected: "a container image", fix: "Write it like registry/name:tag" },
      { is: "Container image to run. Default: none, the size is planned only." },
    ).optional(),
    deployment: textField(
      {
        pattern: /^[a-z0-9](?:[a-z0-9./-]{0,251}[a-z0-9])?$/,
        maxLength: 253,
        expected: "the name of a Kubernetes deployment",
        fix: "Write it like chat or media/chat",
      },
      { is: "Name of a deployment that runs already, whose floor is raised. Default: none." },
    ).optional(),
    ...own,
  };
  return z.strictObject({ ...common, ...rowFields(section, Object.keys(common), use) }).describe(is);
}

/** The schema of the section `features`. */
export function features(use: SchemaUse) {
  const core = { criticality: "core", use } as const;
  const valueAdded = { criticality: "value-added", use } as const;
  const own = {
    signIn: feature(
      { ...core, section: "features.signIn", is: "Sign-in with a password. Default: on." },
      {
        hash: wordField(HASH_NAMES, {
          is: "How passwords are hashed: it sets the processors sign-in needs. Default argon2id-19MiB.",
          default: "argon2id-19MiB",
        }).optional(),
        hashesPerSecondPerVcpu: intervalField(
          { unit: "hashes/s", min: 0.001, max: LARGEST_NUMBER },
          {
            is: "Hashes one reference vCPU makes in a second, where you measured it. Default: the catalog's rate of the hash.",
          },
        ).optional(),
      },
    ).optional(),
    licences: feature(
      { ...core, section: "features.licences", is: "Licences of protected media (DRM). Default: off." },
      {
        limitRequestsPerSecond: intervalField(
          { unit: LICENCE_LIMIT.unit, min: LICENCE_LIMIT.min, max: LARGEST_NUMBER },
          { is: "Requests the licence service has agreed to answer in a second. Default: unknown." },
        ).optional(),
      },
    ).optional(),
    api: feature({ ...core, section: "features.api", is: "The app's own interface. Default: on." }, {}).optional(),
    chat: feature(
      { ...valueAdded, section: "features.chat", is: "Chat beside the picture. Default: off." },
      {},
    ).optional(),
    shortVideo: feature(
      { ...valueAdded, section: "features.shortVideo", is: "Short videos that viewers upload. Default: off." },
      {},
    ).optional(),
    telemetry: feature(
      { ...valueAdded, section: "features.telemetry", is: "Beacons that players send. Default: on." },
      {},
    ).optional(),
    services: z
      .record(
        z.string().regex(SLUG.pattern),
        feature(
          { ...valueAdded, section: "features.services.*", is: "A service of the app, such as rewards or a forum." },
          {},
        ),
      )
      .describe("Further services of the app by name, such as rewards or forum. Default: none.")
      .optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("features", Object.keys(own), use) })
    .describe("What the app does beside the picture.");
}
