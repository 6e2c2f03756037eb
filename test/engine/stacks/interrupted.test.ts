import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pendingCreates } from "../../../cli/engine/pending-creates";
import { describeWithEngine } from "../support/engine";
import { contentsOf, Deployment, nodesOfPlan } from "./deployment";

const GROUP = "aws:eks/nodeGroup:NodeGroup";

await describeWithEngine("an event stack that is interrupted", (cli) => {
  const deployment = new Deployment(cli);

  beforeAll(async () => {
    await deployment.start();
    await deployment.up("platform");
    await deployment.up("edge");
  });
  afterAll(() => deployment.stop());

  it("completes on a rerun when a create failed in the middle, with nothing twice", async () => {
    deployment.cloud.faults.fail({
      type: GROUP,
      on: "create",
      nth: 3,
      code: "ServerException",
      message: "try again later",
    });
    const stack = await deployment.open("event-10k");
    const failed = await stack.up();
    expect(failed.problems.map(({ found }) => found).join("\n")).toContain("try again later");
    deployment.cloud.faults.clear();
    await deployment.up("event-10k");
    expect(deployment.nodesOf("town-hall")).toBe(nodesOfPlan(deployment.planOf("town-hall")));
    expect(twins()).toEqual([]);
    expect(Object.keys((await deployment.up("event-10k")).changes)).toEqual(["same"]);
  });

  it("finds what was under way when the CLI was killed: cancel, resume, up", async () => {
    await (await deployment.open("event-10k")).destroy();
    const before = new Set(deployment.cloud.objects().map(({ type, id }) => `${type} ${id}`));
    deployment.cloud.faults.delay({ type: GROUP, milliseconds: 5000 });
    const stack = await deployment.open("event-10k");
    let isOver = false;
    const killed = stack.up().finally(() => {
      isOver = true;
    });
    while (deployment.cloud.objects(GROUP).filter(isOfEvent).length === 0 && !isOver) await sleep(50);
    expect(isOver).toBe(false);
    for (const pid of enginesBelow(process.pid)) process.kill(pid, "SIGKILL");
    expect((await killed).ok).toBe(false);
    deployment.cloud.faults.clear();
    const begun = deployment.cloud
      .objects(GROUP)
      .filter(isOfEvent)
      .map(({ id }) => id);

    const again = await deployment.open("event-10k");
    expect((await again.cancel()).problems).toEqual([]);
    const state = await again.exportState();
    if (!state.ok) throw new Error("no state");
    const known = new Set((state.value.deployment.resources ?? []).map(({ id }) => id));
    // What a service numbers itself a person looks up; here it is what is new of the type and not in the state.
    const lookedUp = pendingCreates(state.value).flatMap(({ urn, type, id }) => {
      const isNew = (found: { readonly id: string }) => !before.has(`${type} ${found.id}`) && !known.has(found.id);
      const [found] = id === null ? deployment.cloud.objects(type).filter(isNew) : [];
      return found === undefined ? [] : [[urn, found.id] as const];
    });
    const resumed = await again.resume(Object.fromEntries(lookedUp));
    expect(resumed.ok && resumed.value.map(({ id }) => id)).toEqual(expect.arrayContaining(begun));
    await deployment.up("event-10k");
    const groups = deployment.cloud
      .objects(GROUP)
      .filter(isOfEvent)
      .map(({ id }) => id);
    expect(groups).toEqual(expect.arrayContaining(begun));
    expect(deployment.nodesOf("town-hall")).toBe(nodesOfPlan(deployment.planOf("town-hall")));
    expect(twins()).toEqual([]);
    expect(Object.keys((await deployment.up("event-10k")).changes)).toEqual(["same"]);
  });

  function isOfEvent({ inputs }: { readonly inputs: Readonly<Record<string, unknown>> }): boolean {
    const labels = inputs.labels as Readonly<Record<string, string>> | undefined;
    return labels?.["tidegate.dev/event"] === "town-hall";
  }

  /** Objects that are there twice, by what the program asked for. */
  function twins(): readonly string[] {
    const asked = Object.entries(contentsOf(deployment.cloud.objects())).map(
      ([key, inputs]) => `${key.split(" ").slice(0, 2).join(" ")} ${JSON.stringify(inputs)}`,
    );
    return asked.filter((text, at) => asked.indexOf(text) !== at);
  }
});

/** Processes of the engine that a process has started. */
function enginesBelow(parent: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(name);
      const match = /^\d+ \((.*)\) \S (\d+)/.exec(stat);
      return match?.[1] === "pulumi" && Number(match[2]) === parent ? [Number(name)] : [];
    });
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return ""; // it has ended meanwhile
  }
}
