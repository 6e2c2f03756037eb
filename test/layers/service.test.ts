import { describe, expect, test } from "vitest";
import { serviceAssumptions } from "../../capacity/catalog/assumptions/service";
import { serviceModel } from "../../capacity/layers/service";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  feature,
  findingIds,
  PLAIN_JOINS,
  sized,
} from "./app-event";

const rewards = { id: "service:rewards", model: serviceModel(feature("service:rewards")) };
const forum = { id: "service:forum", model: serviceModel(feature("service:forum", { criticality: "core" })) };

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(rewards.model.equations);
  expectSoundRows(serviceAssumptions);
});

describe("a service beside the picture", () => {
  test("600,000 viewers × 0.5 a minute are 5,000 calls/s, and each join asks once: 10,000/s more", () => {
    const values = { ...PLAIN_JOINS, "service.callsPerViewerPerMinute": 0.5, "service.callsPerJoin": 1 };
    const { number } = sized({ viewers: 600_000, values }, [rewards]);
    expect(number("service:rewards", "callsPerSecond")).toBeCloseTo(15_000);
    expect(number("service:rewards", "vcpu")).toBeCloseTo(75);
  });

  test("services have their own numbers, and what they ask of the stores is summed", () => {
    const { number, chain } = sized({ viewers: 60_000, values: { "service:rewards.callsPerViewerPerMinute": 1 } }, [
      rewards,
      forum,
    ]);
    expect(number("service:rewards", "callsPerSecond") - number("service:forum", "callsPerSecond")).toBeCloseTo(800);
    expect(chain.flows.databaseReadsPerSecond).toBeCloseTo(
      number("service:rewards", "databaseReads") + number("service:forum", "databaseReads"),
    );
  });

  test("value-added is shed first, core stays", () => {
    const { sizing } = sized({}, [rewards, forum]);
    expect(sizing("service:rewards").workload?.pool).toBe("value-added");
    expect(sizing("service:forum").workload?.pool).toBe("core");
    expect(sizing("service:forum").title).toBe("Service forum");
  });

  test("frequent database access names the service's own path", () => {
    const sizing = sized({ values: { "service:rewards.databaseWritesPerCall": 2 } }, [rewards]).sizing(
      "service:rewards",
    );
    expect(findingIds(sizing)).toEqual(["warning frequent-database-access"]);
    expect(sizing.findings[0]?.fix).toContain("features.services.rewards.databaseWritesPerCall");
  });

  test("any requirement is answered", () => {
    const { sizeFor } = sized({}, [rewards]);
    expectSoundFor((amounts) => sizeFor("service:rewards", amounts), rewards.model.requires);
  });
});
