import { describe, expect, test } from "vitest";
import { admission } from "../../capacity/layers/admission";
import { api } from "../../capacity/layers/api";
import { cache } from "../../capacity/layers/cache";
import { chat } from "../../capacity/layers/chat";
import { cluster } from "../../capacity/layers/cluster";
import { database } from "../../capacity/layers/database";
import { dns } from "../../capacity/layers/dns";
import { firewall } from "../../capacity/layers/firewall";
import { networkAddressesModel } from "../../capacity/layers/network-addresses";
import { networkBalancersModel } from "../../capacity/layers/network-balancers";
import { networkNat } from "../../capacity/layers/network-nat";
import { serviceModel } from "../../capacity/layers/service";
import { session } from "../../capacity/layers/session";
import { telemetry } from "../../capacity/layers/telemetry";
import { telemetrySeries } from "../../capacity/layers/telemetry-series";
import { upload } from "../../capacity/layers/upload";
import { sampleEvent } from "../support/sample-event";
import { feature, type Placed, sized } from "./app-event";

/** Services and platform together, in the order in which demand flows. */
const CHAIN: readonly Placed[] = [
  session,
  api,
  { id: "service:rewards", model: serviceModel(feature("service:rewards")) },
  chat,
  upload,
  telemetry,
  { id: "telemetry:series", model: telemetrySeries },
  cache,
  database,
  { id: "network:balancers", model: networkBalancersModel() },
  { id: "network:nat", model: networkNat },
  { id: "network:addresses", model: networkAddressesModel(sampleEvent()) },
  firewall,
  admission,
  dns,
  cluster,
];
const IDS = CHAIN.map((placed) => ("model" in placed ? placed.id : placed.layer));

function chainAt(viewers: number) {
  const fleet = { nodes: 30, pods: 300, vcpu: 240, cores: 240, nodeGroups: 3, nodesPerZone: 10, podsPerZone: 100 };
  return sized({ viewers, uncertain: true }, CHAIN, fleet);
}

describe("services and platform together, over 200 worlds", () => {
  test.each([0, 1, 10_000, 1_000_000, 100_000_000])(
    "%i viewers: every number is finite, every count whole",
    (viewers) => {
      const { chain, sizing } = chainAt(viewers);
      for (const [id, columns] of chain.evaluation.layers) {
        for (const [name, column] of columns) {
          expect(
            column.every((value) => Number.isFinite(value) && value >= 0),
            `${id}.${name} at ${viewers} viewers`,
          ).toBe(true);
        }
      }
      for (const id of IDS) {
        const { units, settings, findings } = sizing(id);
        expect(Number.isInteger(units), id).toBe(true);
        for (const [name, value] of Object.entries(settings))
          expect(Number.isFinite(value), `${id}.${name}`).toBe(true);
        for (const finding of findings)
          expect(`${finding.found}${finding.expected}${finding.fix}`).not.toMatch(/NaN|Infinity/);
      }
    },
  );

  test("ten times the viewers never need less of anything", () => {
    const [few, many] = [chainAt(50_000), chainAt(500_000)];
    for (const [id, needs] of few.chain.requirements) {
      for (const [resource, { atRisk }] of Object.entries(needs)) {
        const more = many.chain.requirements.get(id)?.[resource]?.atRisk ?? 0;
        expect(more, `${id}.${resource}`).toBeGreaterThanOrEqual(atRisk * (1 - 1e-9));
      }
    }
  });

  test("what is value-added, and only that, stands in the pools that are shed", () => {
    const { sizing } = chainAt(100_000);
    const pools = Object.fromEntries(
      IDS.flatMap((id) => (sizing(id).workload ? [[id, sizing(id).workload?.pool]] : [])),
    );
    expect(pools).toEqual({
      session: "core",
      api: "core",
      "service:rewards": "value-added",
      chat: "value-added",
      upload: "upload",
      telemetry: "value-added",
    });
  });
});
