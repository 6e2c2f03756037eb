/** A name of 63 characters, the longest of an event and of a stack. */
export const LONG = `${"long-".repeat(12)}xyz`;
