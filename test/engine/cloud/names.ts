import type { ResourceRow } from "../../../capacity/catalog/resources";

/** What a name must look like: a pattern, and what it must not. */
export interface NameRule {
  readonly matches: RegExp;
  readonly never?: RegExp;
  /** Fewest characters. */
  readonly minLength?: number;
}

const EDGE_HYPHEN = /^-|-$/;

// The facts write some patterns in words; these are the same rules as expressions. `never` holds what the words exclude.
const IN_WORDS: Readonly<Record<string, NameRule>> = {
  "must not begin with sg-": { matches: /^.*$/s, never: /^sg-/ },
  "[a-zA-Z0-9().\\-/_]+ (min 3; the provider allows 125)": { matches: /^[a-zA-Z0-9().\-/_]+$/, minLength: 3 },
  "^[0-9A-Za-z][A-Za-z0-9\\-_]*": { matches: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/ },
  "3 to 63 of a-z 0-9 . -": { matches: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, minLength: 3 },
  "^[0-9A-Za-z-]+$, no hyphen first or last, not beginning with internal-": {
    matches: /^[0-9A-Za-z-]+$/,
    never: /^-|-$|^internal-/,
  },
  "^[0-9A-Za-z-]+$, no hyphen first or last": { matches: /^[0-9A-Za-z-]+$/, never: EDGE_HYPHEN },
  "letters, digits, hyphen; letter first; no double or final hyphen; stored in lower case": {
    matches: /^[A-Za-z][A-Za-z0-9-]*$/,
    never: /--|-$/,
  },
  "alphanumerics and hyphens, stored in lower case": { matches: /^[A-Za-z0-9-]+$/ },
  "^[a-z](-?[a-z0-9])*$ (lower case, letter first, no double or final hyphen)": { matches: /^[a-z](-?[a-z0-9])*$/ },
  "^[ .0-9a-z-_]+$, not default": { matches: /^[ .0-9a-z\-_]+$/, never: /^default$/i },
  "^[0-9A-Za-z_-]{1,80}$; FIFO: ^[0-9A-Za-z_-]{1,75}\\.fifo$": {
    matches: /^[0-9A-Za-z_-]{1,80}$|^[0-9A-Za-z_-]{1,75}\.fifo$/,
  },
  "[A-Za-z0-9_-]{1,256}; FIFO ends in .fifo": { matches: /^[A-Za-z0-9_-]{1,256}(\.fifo)?$/ },
  "a-zA-Z0-9_.- and /, at most 15 levels, not prefixed aws or ssm": {
    matches: /^(\/?[a-zA-Z0-9_.-]+){1,15}$/,
    never: /^\/?(aws|ssm)/i,
  },
  "no : or \\, no /action/": { matches: /^[^:\\]+$/, never: /\/action\// },
  "no control characters, : / or |, no space first or last": {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters.
    matches: /^[^\u0000-\u001f:/|]+$/,
    never: /^\s|\s$/,
  },
  "^alias/[a-zA-Z0-9/_-]+$, not alias/aws/": { matches: /^alias\/[a-zA-Z0-9/_-]+$/, never: /^alias\/aws\// },
  "[a-zA-Z0-9-_]+ (ARN form up to 140)": { matches: /^[a-zA-Z0-9\-_]+$/ },
  "[A-Za-z0-9][A-Za-z0-9\\-_]{1,149} (the provider allows 255)": { matches: /^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/ },
  "at least 1 character": { matches: /^.+$/s },
  "host name": { matches: /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i },
  "[a-zA-Z0-9_]+ (as fromList.name requires)": { matches: /^[a-zA-Z0-9_]+$/ },
  "labels of at most 63 characters": { matches: /^([a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63}$/i },
};

/** The rule of a type's name; undefined when the facts know no pattern. */
export function nameRule(row: ResourceRow): NameRule | undefined {
  const pattern = row.name?.pattern ?? undefined;
  if (pattern === undefined) return undefined;
  return IN_WORDS[pattern] ?? { matches: new RegExp(`^(?:${pattern.replace(/^\^|\$$/g, "")})$`) };
}

/** What is wrong with a name, if anything. */
export function nameProblem(row: ResourceRow, name: string): string | undefined {
  if (row.name === null) return undefined;
  const { maxLength, pattern } = row.name;
  if (maxLength !== null && name.length > maxLength) {
    return `"${name}" has ${name.length} characters, at most ${maxLength} are allowed`;
  }
  const rule = nameRule(row);
  if (rule === undefined) return undefined;
  const short = rule.minLength !== undefined && name.length < rule.minLength;
  if (short || !rule.matches.test(name) || rule.never?.test(name)) return `"${name}" must match: ${pattern}`;
  return undefined;
}
