import { renderComment } from "../cli/comment/render";
import { diffSides } from "../cli/diff/diff";
import { diffGraphs } from "../cli/diff/graph-diff";
import { NOTHING } from "../cli/diff/side";
import type { GraphResource, ResourceGraph } from "../cli/engine/resource-graph";
import { urnOf } from "../cli/engine/urn";
import { inFreshProcess } from "./process";
import { against, ms, type Result } from "./report";
import { spreadOf, timed, type Usage } from "./sample";

const TARGET_MS = 300;
const RESOURCES = 5000;
const PROJECT = "tidegate";
const STACK = "event-1m";

/** How much of a graph differs from the other. */
const CASES = { "nothing changes": 0, "one in twenty changes": 0.05, "everything changes": 1 } as const;
type CaseName = keyof typeof CASES;

/** A resource about as large as a real one: nested inputs, tags, a policy as text, dependencies. */
function resourceOf(i: number, size: number): GraphResource {
  const type =
    i % 3 === 0
      ? "aws:eks/nodeGroup:NodeGroup"
      : i % 3 === 1
        ? "aws:cloudwatch/metricAlarm:MetricAlarm"
        : "kubernetes:apps/v1:Deployment";
  const name = `resource-${String(i).padStart(4, "0")}`;
  const urn = (of: string) => urnOf({ project: PROJECT, stack: STACK, type: "aws:ec2/vpc:Vpc", name: of });
  return {
    urn: urnOf({ project: PROJECT, stack: STACK, type, name }),
    type,
    name,
    custom: true,
    inputs: {
      scalingConfig: { desiredSize: size, maxSize: 450, minSize: 0 },
      subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
      clusterName: { $unknown: true },
      tags: { Name: name, owner: "live-operations@example.com", event: "cup-final", tier: "1m" },
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: `arn:aws:s3:::${name}/*` }],
      }),
      spec: {
        template: {
          containers: [
            {
              name: "app",
              image: "app:1",
              env: [
                { name: "A", value: "1" },
                { name: "B", value: String(size) },
              ],
            },
          ],
        },
      },
    },
    options: { version: "7.48.0", ignoreChanges: i % 7 === 0 ? ["scalingConfig"] : [] },
    dependencies: [urn("vpc")],
    propertyDependencies: { clusterName: [urn("vpc")] },
  };
}

function graphOf(changedRatio: number): ResourceGraph {
  const resources = Array.from({ length: RESOURCES }, (_, i) => resourceOf(i, i < RESOURCES * changedRatio ? 8 : 2));
  return { project: PROJECT, stack: STACK, resources, outputs: {}, invokes: [] };
}

/** Times in one process: the first comparison of two graphs, and its comment. */
export function diffOnce(name: string): { readonly diff: Usage; readonly comment: Usage; readonly changes: number } {
  const [old, fresh] = [graphOf(0), graphOf(CASES[name as CaseName])];
  let changes = 0;
  const diff = timed(() => {
    changes = diffGraphs(old, fresh).changes.length;
  });
  const comment = timed(() =>
    renderComment([diffSides({ ...NOTHING, label: "base", graph: old }, { ...NOTHING, label: "head", graph: fresh })]),
  );
  return { diff, comment, changes };
}

/** Two graphs of 5,000 resources, compared in fresh processes: what a command pays. */
export async function diffOfGraphs(runs: number): Promise<Result> {
  const measured = [];
  for (const name of Object.keys(CASES)) {
    const answers: ReturnType<typeof diffOnce>[] = [];
    for (let run = 0; run < runs; run++) answers.push(await inFreshProcess<ReturnType<typeof diffOnce>>("diff", name));
    measured.push({
      name,
      changes: answers[0]?.changes ?? 0,
      diff: spreadOf(answers.map((answer) => answer.diff.wallMs)),
      comment: spreadOf(answers.map((answer) => answer.comment.wallMs)),
    });
  }
  const worst = Math.max(...measured.map(({ diff }) => diff.median));
  return {
    name: "diff",
    title: `Two graphs of ${RESOURCES.toLocaleString("en")} resources compared (${runs} fresh processes each)`,
    columns: ["", "changes shown", "diff ms, median", "best", "with fingerprint and comment ms, median", "best"],
    rows: measured.map(({ name, changes, diff, comment }) => [
      name,
      changes.toLocaleString("en"),
      ms(diff.median),
      ms(diff.best),
      ms(comment.median),
      ms(comment.best),
    ]),
    notes: [`Target: a comparison under ${TARGET_MS} ms: ${against(worst, TARGET_MS)} (worst median ${ms(worst)} ms).`],
    data: measured,
  };
}
