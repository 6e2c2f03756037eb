/** Names that become part of other names. */
export const SLUG = {
  pattern: /^[a-z][a-z0-9-]{0,38}[a-z0-9]$|^[a-z]$/,
  maxLength: 40,
  expected: "lower-case letters, digits and hyphens, a letter first, at most 40 characters",
  fix: "Write it like morning-meeting",
} as const;

/** An event's name, which is a label in Kubernetes and in the DNS. */
export const EVENT_NAME = {
  pattern: /^[a-z][a-z0-9-]{0,61}[a-z0-9]$|^[a-z]$/,
  maxLength: 63,
  expected: "lower-case letters, digits and hyphens, a letter first, at most 63 characters",
  fix: "Write it like morning-meeting",
} as const;

export const HOST = {
  pattern: /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  maxLength: 253,
  expected: "a host name in lower case, without scheme and path",
  fix: "Write it like live.example.com",
} as const;

/** A part of a whole. */
export const SHARE = { unit: "ratio", min: 0, max: 1 } as const;

/** People on Earth (UN World Population Prospects 2024: 8.2 billion): no audience is larger. */
export const PEOPLE_ON_EARTH = 8.2e9;

/** An event stack lives days: what is longer is a platform. */
export const LONGEST_EVENT_SECONDS = 14 * 24 * 3600;
