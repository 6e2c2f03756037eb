import { type CloudOptions, type RunningCloud, startCloud } from "../engine/cloud";
import type { Props, Value } from "../engine/cloud/values";
import { type Clients, connect, type State } from "./client";
import { EXAMPLES } from "./examples";

/** Quotas that no test of something else meets. */
const ROOMY: Readonly<Record<string, number>> = {
  "L-1216C47A": 100_000,
  "L-8A66D0E6": 10_000,
  "L-0263D0A3": 100,
  "L-F678F1CE": 50,
  "L-A4707A72": 50,
};

/** A running cloud with clients, in which a test builds what an example needs. */
export class World {
  private readonly built = new Map<string, State>();
  private number = 0;

  constructor(
    readonly running: RunningCloud,
    readonly clients: Clients,
  ) {}

  get cloud() {
    return this.running.cloud;
  }

  /** The object of an example; made once per variant, with all it needs. */
  async the(type: string, variant = 0): Promise<State> {
    const key = `${type} ${variant}`;
    const found = this.built.get(key);
    if (found !== undefined) return found;
    const state = await this.clients.up(type, this.freshName(), await this.inputs(type, variant));
    this.built.set(key, state);
    return state;
  }

  /** The inputs of an example, its needs built. */
  async inputs(type: string, variant = 0): Promise<Props> {
    const example = EXAMPLES[type];
    if (example === undefined) throw new Error(`no example of ${type}`);
    return example(this, variant);
  }

  async id(type: string, variant = 0): Promise<string> {
    return (await this.the(type, variant)).id;
  }

  async output(type: string, name: string, variant = 0): Promise<Value> {
    return (await this.the(type, variant)).outputs[name] ?? null;
  }

  /** A logical name that no other resource of this world has. */
  freshName(): string {
    this.number += 1;
    return `r${this.number}`;
  }

  async close(): Promise<void> {
    this.clients.close();
    await this.running.stop();
  }
}

/** The clock of worlds whose test does not turn it: an instant before the examples' timers. */
export const NOON = new Date("2027-01-30T12:00:00Z");

/** Starts a world. */
export async function startWorld(options: CloudOptions = {}): Promise<World> {
  const running = await startCloud({ now: () => NOON, ...options, quotas: { ...ROOMY, ...options.quotas } });
  return new World(running, await connect(running));
}
