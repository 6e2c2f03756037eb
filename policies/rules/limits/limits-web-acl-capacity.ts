import { z } from "zod";
import { limit } from "../../../capacity/catalog/limits";
import { judgeOne } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const KEY = "aws/wafv2/web-acl-capacity-units-per-web-acl";

export const webAclCapacity = rule({
  id: "limits-web-acl-capacity",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "A web ACL needs no more capacity units than it may have",
  why: "AWS refuses the ACL; above 1,500 units every request costs more",
  fix: "Take out managed rule groups that the app host doesn't need",
  sources: [{ limit: KEY }],
  appliesTo: "web firewalls",
  config: z.strictObject({
    mostUnits: z
      .number()
      .int()
      .min(2)
      .max(limit(KEY).defaultValue ?? 5000)
      .default(limit(KEY).defaultValue ?? 5000)
      .describe("Units that one web ACL may use; 1500 cost nothing more."),
  }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.webFirewall).map((at) => {
      const basis = config.mostUnits === limit(KEY).defaultValue ? "limit" : "setting";
      const allowed = { value: config.mostUnits, unit: "WCU", basis } as const;
      return judgeOne(numberAt(at.inputs, "capacityUnits"), allowed, { at, noun: "capacity units" });
    }),
});
