export { type ArmedInput, armedTimeline } from "./armed";
export { type FloorWindow, floorWindowOf } from "./floor-window";
export { type ArmedDeployment, armedDeployment, type Sizes, sizesAt } from "./partition";
export { type FullSizes, fullSizesOf } from "./sizes";
export type { ArmedTimeline, LiveWindow, Milestones, Step, StepKind, Subject } from "./step";
export { groupsOf, type StepGroup } from "./step-groups";
export { type Timer, timersOf } from "./timers";
