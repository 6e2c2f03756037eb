import { RunError } from "@pulumi/pulumi";

/** Inclusive ends; a missing end is open. */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
}

/** What a text must be. */
export interface TextRule {
  readonly pattern: RegExp;
  /** The pattern in words, for the message: "a zone name such as us-east-1a". */
  readonly words: string;
}

/**
 * Checks the plain inputs of one component and tells all that is wrong with them at once, each with its name, what was found and what is allowed.
 * Values that only a deployment knows are not checked here.
 */
export class Requirements {
  readonly #where: string;
  readonly #problems: string[] = [];

  /** @param type the component's type token */
  constructor(type: string, name: string) {
    this.#where = `${type.split(":").at(-1)} "${name}"`;
  }

  /** A whole number in a range. */
  whole(input: string, value: number | undefined, range: NumberRange = {}): this {
    const isFine = value === undefined || (Number.isInteger(value) && isWithin(value, range));
    return this.#expect(isFine, input, value, `a whole number${rangeText(range)}`);
  }

  /** A finite number in a range. */
  number(input: string, value: number | undefined, range: NumberRange = {}): this {
    const isFine = value === undefined || (Number.isFinite(value) && isWithin(value, range));
    return this.#expect(isFine, input, value, `a number${rangeText(range)}`);
  }

  /** One of the values that a service knows. */
  oneOf<T extends string | number>(input: string, value: T | undefined, allowed: readonly T[]): this {
    const isFine = value === undefined || allowed.includes(value);
    return this.#expect(isFine, input, value, `one of ${allowed.join(", ")}`);
  }

  /** A text of a form. */
  text(input: string, value: string | undefined, rule: TextRule): this {
    const isFine = value === undefined || (typeof value === "string" && rule.pattern.test(value));
    return this.#expect(isFine, input, value, rule.words);
  }

  /** A list with a number of entries in a range, none of them twice. */
  list(input: string, values: readonly (string | number)[] | undefined, range: NumberRange = {}): this {
    if (values === undefined) return this;
    this.#expect(isWithin(values.length, range), input, counted(values.length), countText(range));
    const repeated = values.filter((value, at) => values.indexOf(value) !== at);
    return this.#expect(repeated.length === 0, input, `${repeated.join(", ")} more than once`, "each entry once");
  }

  /** Anything else: says what was found and what is allowed unless it holds. */
  holds(isFine: boolean, input: string, found: unknown, expected: string): this {
    return this.#expect(isFine, input, found, expected);
  }

  /**
   * Ends the checks.
   * @throws RunError with every problem; the engine shows it without a stack trace
   */
  enforce(): void {
    const [only, ...others] = this.#problems;
    if (only === undefined) return;
    const lines =
      others.length === 0 ? ` ${only}` : ` ${this.#problems.length} problems\n  ${this.#problems.join("\n  ")}`;
    throw new RunError(`${this.#where}:${lines}`);
  }

  #expect(isFine: boolean, input: string, found: unknown, expected: string): this {
    if (!isFine) this.#problems.push(`${input} is ${shown(found)}, expected ${expected}`);
    return this;
  }
}

/** What one component that gets a map of named things takes as a name: part of a logical name, so it stays short and plain. */
export const KEY_RULE: TextRule = {
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  words: "lower-case letters, digits and single hyphens",
};

/** An event's name: what a DNS label takes. */
export const EVENT_RULE: TextRule = {
  pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  words: "up to 63 lower-case letters, digits and hyphens",
};

/** A name in the DNS, a leading `*.` allowed. @see RFC 1035 2.3.4 */
export const HOST_RULE: TextRule = {
  pattern: /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  words: "a host name such as media.example.com, in lower case",
};

/** The number of an AWS account. */
export const ACCOUNT_RULE: TextRule = { pattern: /^\d{12}$/, words: "12 digits" };

/** A region's name. */
export const REGION_RULE: TextRule = {
  pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
  words: "a region such as us-east-1",
};

/** Days for which CloudWatch keeps logs; 0 is for ever. @see facts of aws:cloudwatch/logGroup:LogGroup (PutRetentionPolicy) */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

function isWithin(value: number, { min, max }: NumberRange): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function rangeText({ min, max }: NumberRange): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? "" : ` of at most ${max}`;
}

function countText({ min, max }: NumberRange): string {
  if (min !== undefined && max !== undefined) return `${min} to ${counted(max)}`;
  return min !== undefined ? `at least ${counted(min)}` : `at most ${counted(max ?? 0)}`;
}

function counted(entries: number): string {
  return entries === 1 ? "1 entry" : `${entries} entries`;
}

function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "string") return value === "" ? "empty" : String(value);
  return JSON.stringify(value) ?? String(value);
}
