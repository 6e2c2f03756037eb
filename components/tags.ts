/** Whose a stack's resources are. */
export interface Ownership {
  readonly stack: string;
  /** @default none: the stack belongs to no event */
  readonly event?: string;
  /** The audience class of an event stack. @default none */
  readonly tier?: string;
  /** A person or a team, as an address that alarms may go to. */
  readonly owner: string;
}

/** Tags for the AWS provider's defaultTags: every resource gets them, no component repeats them. */
export function ownershipTags({ stack, event, tier, owner }: Ownership): Readonly<Record<string, string>> {
  return {
    "tidegate:stack": stack,
    "tidegate:owner": owner,
    ...(event === undefined ? {} : { "tidegate:event": event }),
    ...(tier === undefined ? {} : { "tidegate:tier": tier }),
  };
}

/** The one tag a component adds itself, where people look for it in the console. */
export function nameTag(name: string): { readonly Name: string } {
  return { Name: name };
}
