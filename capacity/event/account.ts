import { INSTANCE_TYPES } from "../catalog/instances";
import { prices as catalogPrices } from "../catalog/prices";
import { quotas as catalogQuotas, findQuota, quotaByCode } from "../catalog/quotas";
import type { Event } from "./event";
import type { Reading } from "./reading";
import { nearest } from "./words";

const SERVICE_QUOTAS_CODE = /^L-[0-9A-F]{8}$/;
const INSTANCE_PRICE_PREFIX = "aws/ec2/on-demand/";

/** Reads what the accounts allow today. */
export function readAccount({ draft, problems }: Reading): Event["account"] {
  const stated = draft.account;
  const applied = Object.entries(stated?.quotas ?? {}).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  );
  const keys = new Map<string, string>();
  for (const [name] of applied) {
    const path = ["account", "quotas", name];
    const row = quotaByCode(name) ?? findQuota(name);
    if (row) {
      const twin = keys.get(row.key);
      if (twin !== undefined) {
        problems.error({
          id: "quota-stated-twice",
          path,
          found: `${name} is the same quota as ${twin}`,
          expected: "each quota once",
          fix: "Delete one of the two",
        });
      }
      keys.set(row.key, name);
      continue;
    }
    if (SERVICE_QUOTAS_CODE.test(name)) {
      problems.note({
        id: "quota-not-looked-at",
        path,
        found: `${name} is not in the catalog`,
        expected: "a quota that the plan looks at",
        fix: "Leave it if the code is right: it is not used",
      });
      continue;
    }
    const all = catalogQuotas();
    const near = nearest(name, [...all.map((quota) => quota.key), ...all.flatMap((quota) => quota.code ?? [])]);
    problems.error({
      id: "unknown-quota",
      path,
      found: "unknown quota",
      expected: near ?? "a Service Quotas code such as L-1216C47A, or a catalog key",
      fix: near === undefined ? "Look the code up with aws service-quotas list-service-quotas" : `Write ${near}`,
    });
  }
  return { quotas: Object.fromEntries(applied), cloudflarePlan: stated?.cloudflarePlan ?? null };
}

/** Reads prices that replace or add to the catalog's. */
export function readPrices({ draft, problems }: Reading): Event["prices"] {
  const stated = Object.entries(draft.prices ?? {}).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  );
  if (stated.length === 0) return {};
  const keys = new Set(catalogPrices().map((row) => row.key));
  const types = new Set(INSTANCE_TYPES.map((instance) => instance.type));
  for (const [name] of stated) {
    const type = name.startsWith(INSTANCE_PRICE_PREFIX) ? name.slice(INSTANCE_PRICE_PREFIX.length) : name;
    if (keys.has(name) || types.has(type)) continue;
    const near = nearest(name, [...keys, ...types]);
    problems.error({
      id: "unknown-price",
      path: ["prices", name],
      found: "unknown price",
      expected: near ?? "a price key of the catalog such as aws/nat-gateway/…, or a machine type such as c7i.large",
      fix: near === undefined ? "Write the key that the report names as unknown" : `Write ${near}`,
    });
  }
  return Object.fromEntries(stated);
}
