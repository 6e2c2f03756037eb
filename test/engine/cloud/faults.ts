import { CloudError, NotReadyError } from "./errors";

/** What happens to a call that a test wants to fail. */
export interface Fault {
  /** The type token; absent means every type. */
  readonly type?: string;
  readonly on: "create" | "update" | "delete" | "read";
  /** Which call of this kind fails, counted from 1 since the fault was added. @default 1 */
  readonly nth?: number;
  /** How many calls fail from the nth on. @default 1 */
  readonly times?: number;
  readonly code: string;
  readonly message: string;
  /** Whether the object is left behind in the cloud, not ready. @default nothing is left */
  readonly leaves?: "object";
}

/** How long a create takes; the object exists from the beginning, as a service accepts a request before it is done. */
export interface Delay {
  readonly type?: string;
  readonly milliseconds: number;
}

/** Machine types that cannot be had, everywhere or in some zones. */
export interface Shortage {
  readonly instanceType: string;
  readonly zones?: readonly string[];
}

// The AWS provider's own default of max_retries (hashicorp/terraform-provider-aws, provider documentation).
const PROVIDER_RETRIES = 25;

/** The failures that a test asked for. */
export class Faults {
  private readonly faults: { readonly fault: Fault; seen: number }[] = [];
  private readonly delays: Delay[] = [];
  private readonly shortages: Shortage[] = [];
  private throttledCalls = 0;

  /** Fails calls. */
  fail(fault: Fault): void {
    this.faults.push({ fault, seen: 0 });
  }

  /** Slows creates down. */
  delay(delay: Delay): void {
    this.delays.push(delay);
  }

  /** Makes a machine type unobtainable. */
  shorten(shortage: Shortage): void {
    this.shortages.push(shortage);
  }

  /** Refuses the next calls for their rate; a provider retries 25 times before it gives up. */
  throttle(calls: number): void {
    this.throttledCalls = calls;
  }

  /** Ends every fault, delay, shortage and throttle. */
  clear(): void {
    this.faults.length = 0;
    this.delays.length = 0;
    this.shortages.length = 0;
    this.throttledCalls = 0;
  }

  /** Whether a machine type can't be had in a zone. */
  isShort(instanceType: string, zone: string | undefined): boolean {
    return this.shortages.some(
      (shortage) =>
        shortage.instanceType === instanceType &&
        (shortage.zones === undefined || (zone !== undefined && shortage.zones.includes(zone))),
    );
  }

  /** Milliseconds that a create of this type takes. */
  delayFor(type: string): number {
    const applying = this.delays.filter((delay) => delay.type === undefined || delay.type === type);
    return Math.max(0, ...applying.map((delay) => delay.milliseconds));
  }

  /** Counts a call and throws when it is to fail. @throws CloudError, or NotReadyError when the object stays behind */
  strike(on: Fault["on"], type: string): void {
    this.throttleOnce();
    for (const entry of this.faults) {
      const { fault } = entry;
      if (fault.on !== on || (fault.type !== undefined && fault.type !== type)) continue;
      entry.seen += 1;
      const first = fault.nth ?? 1;
      if (entry.seen < first || entry.seen >= first + (fault.times ?? 1)) continue;
      throw fault.leaves === "object"
        ? new NotReadyError(fault.code, fault.message)
        : new CloudError(fault.code, fault.message);
    }
  }

  private throttleOnce(): void {
    const refused = Math.min(this.throttledCalls, PROVIDER_RETRIES + 1);
    this.throttledCalls -= refused;
    if (refused > PROVIDER_RETRIES) {
      throw new CloudError("ThrottlingException", `Rate exceeded (gave up after ${PROVIDER_RETRIES} retries)`);
    }
  }
}
