import { type StoryPlan, storyPlan } from "../support/story";

/** A way the story could have been run, as sets of the command line. */
export interface Variant {
  readonly title: string;
  readonly sets: readonly string[];
}

const OWN_RELAYS = "stream.protocol=http-flv";
const OLDER_MACHINES = "cluster.families=[c5]";
/** No node carries more than this share of its pool, so that there are about as many nodes as pods. */
const SMALL_NODES = "cluster.nodeShareRatio=0.002";

/** From ours to theirs, one input after the other. */
export const VARIANTS = {
  ours: { title: "as planned: media through two CDNs, the cheapest machines of today", sets: [] },
  older: { title: "machines as they were in 2020", sets: [OLDER_MACHINES] },
  emptier: {
    title: "machines of 2020, half empty at the peak",
    sets: [OLDER_MACHINES, "cluster.targetUtilization=0.5", "cluster.degradedUtilization=0.5"],
  },
  small: { title: "machines of 2020, about one pod on each", sets: [OLDER_MACHINES, SMALL_NODES] },
  smallCame: {
    title: "the same for the 840 thousand who came",
    sets: [OLDER_MACHINES, SMALL_NODES, "audience.peakConcurrentViewers=840000"],
  },
  relays: { title: "media from relays of one's own, the cheapest machines of today", sets: [OWN_RELAYS] },
  both: { title: "media from relays of one's own on machines of 2020", sets: [OWN_RELAYS, OLDER_MACHINES] },
  came: {
    title: "the same for the 840 thousand who came",
    sets: [OWN_RELAYS, OLDER_MACHINES, "audience.peakConcurrentViewers=840000"],
  },
} as const satisfies Readonly<Record<string, Variant>>;

export function planOf(variant: Variant): StoryPlan {
  return storyPlan(variant.sets);
}

/** The command whose report shows a variant. */
export function commandOf(variant: Variant): string {
  return [
    "tidegate plan stacks/events/morning-meeting.yaml --at '2027-01-27T14:00[Asia/Shanghai]'",
    ...variant.sets.map((set) => `--set '${set}'`),
  ].join(" ");
}
