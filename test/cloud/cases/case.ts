import type { CloudOptions } from "../../engine/cloud";
import type { Props, Value } from "../../engine/cloud/values";
import { type State, withAt, withoutAt } from "../client";
import type { World } from "../world";

type Change = (inputs: Props, world: World) => Props | Promise<Props>;

/** A refused operation and its near miss, for one rule. */
export interface RefusedCase {
  /** The type, where a rule has several. @default the rule's first */
  readonly type?: string;
  /** What else must be there first. */
  readonly before?: (world: World) => Promise<unknown>;
  /** The near miss, from the example. @default the example */
  readonly good?: Change;
  /** What is refused, from the near miss. Of a delete: the inputs of the object whose delete is refused. */
  readonly bad: Change;
  /** Of a delete: what is done to the object before. */
  readonly arrange?: (state: State, world: World) => Promise<unknown>;
  /** Of a delete: what happens after which the object can go. @default it is given the near miss's inputs */
  readonly release?: (state: State, world: World) => Promise<unknown>;
  /** What changes between the refused operation and the near miss, where it is not the inputs. */
  readonly again?: (world: World) => Promise<unknown>;
  readonly options?: CloudOptions;
}

/** Sets some inputs. */
export const set =
  (more: Props): Change =>
  (inputs) => ({ ...inputs, ...more });

/** Sets the input at a path. */
export const at =
  (path: string, value: Value): Change =>
  (inputs) =>
    withAt(inputs, path, value);

/** Leaves an input out. */
export const without =
  (path: string): Change =>
  (inputs) =>
    withoutAt(inputs, path);
