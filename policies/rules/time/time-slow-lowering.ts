import { z } from "zod";
import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

export const slowLowering = rule({
  id: "time-slow-lowering",
  area: "time",
  level: "mandatory",
  severity: "medium",
  title: "Autoscalers take copies away only after a long lull",
  why: "Half-time is a lull; copies taken away then are missing when everybody comes back in one minute",
  fix: "Raise scaleDown.stabilizationWindowSeconds of the floor",
  sources: [{ document: "autoscaling/v2, HPAScalingRules: 0 to 3600 s" }],
  appliesTo: "autoscalers",
  config: z.strictObject({
    leastSeconds: z.number().int().min(0).max(3600).default(600).describe("Shortest lull after which copies may go."),
  }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.scaledObject).map((at) => {
      const path = "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds";
      const seconds = numberAt(at.inputs, path);
      if (seconds === UNKNOWN) return unknown(at, "when it takes copies away");
      // Kubernetes waits 300 s when nobody says.
      const waits = seconds ?? KUBERNETES_DEFAULT_SECONDS;
      return waits >= config.leastSeconds
        ? fine(at)
        : violated(at, `copies taken away after ${figure(waits)} s`, `${figure(config.leastSeconds)} s at least`);
    }),
});

const KUBERNETES_DEFAULT_SECONDS = 300;
