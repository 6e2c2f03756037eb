import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, UNKNOWN } from "../../values";

export const zonalShift = rule({
  id: "survival-zonal-shift",
  area: "survival",
  level: "advisory",
  severity: "medium",
  title: "Balancers and cluster can be shifted out of a zone",
  why: "A zone that is half broken is left by one command when that was allowed before, and not at all otherwise",
  fix: "Set enableZonalShift on the balancer, zonalShiftConfig on the cluster",
  sources: [{ document: "https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.html" }],
  appliesTo: "balancers and clusters",
  check: ({ graph }) =>
    [
      ...graph.ofType(TYPES.loadBalancer).map((at) => ({ at, input: "enableZonalShift" })),
      ...graph.ofType(TYPES.eksCluster).map((at) => ({ at, input: "zonalShiftConfig.enabled" })),
    ].map(({ at, input }) => {
      const enabled = flagAt(at.inputs, input);
      if (enabled === UNKNOWN) return unknown(at, "whether it can be shifted");
      return enabled === true ? fine(at) : violated(at, "no zonal shift", "zonal shift enabled");
    }),
});
