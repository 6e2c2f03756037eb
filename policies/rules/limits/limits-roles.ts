import { judge, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";

const KEY = "aws/iam/roles-per-account";

export const roles = rule({
  id: "limits-roles",
  area: "limits",
  level: "advisory",
  severity: "low",
  title: "Roles of the stack fit the account's quota",
  why: "A workload without its role can't reach queue or bucket",
  fix: "Ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "roles",
  check: ({ graph, facts }) => {
    const known = graph.ofType(TYPES.role).length;
    if (known === 0) return [];
    return [judge({ known, unknown: [] }, quotaInForce(KEY, facts), { noun: "roles", inUse: facts.inUse[KEY] ?? 0 })];
  },
});
