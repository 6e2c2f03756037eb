import { z } from "zod";
import { numberField, textField, wordField } from "../../capacity/event/field";
import { TIER_NAMES } from "../../capacity/event/tiers";
import { portField, stackNameField } from "./fields";
import { USUAL_EDGE, USUAL_PLATFORM } from "./stack-names";

const IMAGE = {
  pattern: /^[^\s]+$/,
  maxLength: 400,
  expected: "an image's reference",
  fix: "Write it like registry.example.com/live/api:1.4.2",
};
const DEPLOYMENT = {
  pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  expected: "a deployment's name",
  fix: "Write it like api",
};

/** How one service of the plan is run. */
export const workloadSchema = z
  .strictObject({
    image: textField(IMAGE, { is: "Container image to run; this or deployment." }).optional(),
    deployment: textField(DEPLOYMENT, {
      is: "A deployment in the event's namespace that gets a floor; this or image.",
    }).optional(),
    port: portField("Where it listens. Default 8080.", 8080).optional(),
    paths: z
      .array(
        textField(
          { pattern: /^\/\S*$/, maxLength: 128, expected: "a pattern of paths", fix: "Write it like /api/*" },
          { is: "A pattern of paths." },
        ),
      )
      .min(1)
      .max(5)
      .describe("Which requests it gets. Default: the service's own, such as /session/*.")
      .optional(),
    probePath: textField(
      { pattern: /^\/\S*$/, expected: "a path", fix: "Write it like /healthz" },
      { is: "What answers 200 while it can serve. Default /healthz.", default: "/healthz" },
    ).optional(),
    env: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
      .describe("Variables; nothing secret. Default: none.")
      .optional(),
  })
  .describe("How one service of the plan is run: an image, or a deployment that is there.");

export type WorkloadSettings = z.infer<typeof workloadSchema>;

export const MODES = ["now", "rehearsal", "armed"] as const;
/** How capacity is held: the full size at once, a small one for a trial, or by timers. */
export type Mode = (typeof MODES)[number];

/** Config of an event stack. */
export const eventSchema = z.strictObject({
  program: z.literal("event").describe("Which program the stack runs."),
  event: textField(
    {
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*\.ya?ml$/,
      expected: "an event file in stacks/events",
      fix: "Write it like cup-final-1m.yaml",
    },
    { is: "The event, a file in stacks/events." },
  ),
  tier: wordField(TIER_NAMES, {
    is: "Plans for another audience class than the file's. Default: the file's audience.",
  }).optional(),
  mode: wordField(MODES, {
    is: "How capacity is held: now, rehearsal or armed. Default now.",
    default: "now",
  }).optional(),
  platform: stackNameField("Stack that the event runs on. Default platform.", USUAL_PLATFORM).optional(),
  edge: stackNameField("Stack with the zone's rules. Default edge.", USUAL_EDGE).optional(),
  workloads: z
    .record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9:.-]{0,60}$/), workloadSchema)
    .describe(
      "How the plan's services are run, by the plan's ids. Default: what the event file says; a service of which nobody says anything is not run, and its nodes are there.",
    )
    .optional(),
  budgetUsd: numberField(
    { unit: "USD", min: 1, max: 1e9 },
    {
      is: "What the event may cost in a month before somebody is told. Default: a quarter more than the plan's cost of a month.",
    },
  ).optional(),
});

export type EventSettings = z.infer<typeof eventSchema>;
