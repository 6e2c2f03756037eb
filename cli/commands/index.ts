import type { Command } from "commander";
import { register as comment } from "./comment";
import { register as diff } from "./diff";
import { register as explain } from "./explain";
import { register as headroom } from "./headroom";
import { register as init } from "./init";
import { register as levers } from "./levers";
import { register as plan } from "./plan";
import { register as preview } from "./preview";
import { register as quotas } from "./quotas";
import { register as schema } from "./schema";
import { register as stacks } from "./stacks";
import { register as tiers } from "./tiers";
import { register as timeline } from "./timeline";
import { register as up } from "./up";
import { register as validate } from "./validate";

/**
 * Declares every command. A module under `commands/` holds words and options only: what it runs is imported when it runs, so that
 * `--help` and `--version` load no calculator.
 */
export function registerCommands(program: Command): void {
  const looking = [plan, explain, headroom, quotas, levers, timeline, diff, comment];
  const deploying = [stacks, preview, up];
  for (const register of [init, validate, ...looking, ...deploying, tiers, schema]) register(program);
}
