import type { Props } from "../engine/cloud/values";
import type { World } from "./world";

type Variation = (world: World, inputs: Props, variant: number) => Props | Promise<Props>;

/** How an example is changed so that a common rule has something to look at, by the rule's id. */
export const VARIATIONS: Readonly<Record<string, Variation>> = {};
