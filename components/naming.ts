/** What a physical name is made of. */
export interface NameParts {
  /** The event a thing belongs to, for the reader. @default none: the thing belongs to no event */
  readonly event?: string;
  /** The stack that makes the thing. */
  readonly stack: string;
  /** What the thing is, unique in the stack: the child's logical name. */
  readonly role: string;
  /** What the service further asks to tell it from others, such as an account id where names are global. @default nothing */
  readonly scope?: string;
  /** Most characters that the service takes. */
  readonly maxLength: number;
  /** What the service demands besides; a name that doesn't match is a defect of the caller and thrown. @default nothing more */
  readonly pattern?: RegExp;
}

const HASH_LENGTH = 8;
/** One letter, a hyphen and the hash. */
const SHORTEST_MAX_LENGTH = HASH_LENGTH + 2;

/**
 * A name that a cloud accepts, the same on every run, so that a create that was cut off is found again and not made twice.
 *
 * Only lower-case letters, digits and single hyphens, a letter first and no hyphen last: every service here takes that.
 * Stack and role stand as they are when they fit and can be told apart; else 8 hex digits of the whole end the name, and its readable part is cut to fit.
 * @throws RangeError for a maximum under 10, TypeError for a name outside the pattern
 */
export function physicalName(parts: NameParts): string {
  const { maxLength, pattern } = parts;
  if (!Number.isInteger(maxLength) || maxLength < SHORTEST_MAX_LENGTH) {
    throw new RangeError(`maxLength is ${maxLength}, expected a whole number from ${SHORTEST_MAX_LENGTH}`);
  }
  const given = [parts.event, parts.stack, parts.role, parts.scope].filter((part) => part !== undefined);
  const whole = given.join("-");
  const readable = readableName(whole);
  const isPlain = readable === whole && readable.length <= maxLength && !isAmbiguous(parts);
  const name = isPlain ? readable : hashedName(readable, identity(parts), maxLength);
  if (pattern !== undefined && !pattern.test(name)) {
    throw new TypeError(`the name ${name} does not match ${pattern}`);
  }
  return name;
}

/** Eight hex digits of a text: FNV-1a, 32 bits, over its UTF-16 code units. A mark to tell names apart, no protection. @see RFC 9923 */
export function hash8(text: string): string {
  let hash = 0x811c9dc5;
  const add = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    add(unit & 0xff);
    add(unit >>> 8);
  }
  return (hash >>> 0).toString(16).padStart(HASH_LENGTH, "0");
}

/** Only a stack without a hyphen and a role can be told from the whole: "a-b" + "c" reads as "a" + "b-c", and "a" + "b" + "c" as both. */
function isAmbiguous({ event, stack, scope }: NameParts): boolean {
  return event !== undefined || scope !== undefined || stack.includes("-");
}

/** The parts as one text from which each can be told again. */
function identity({ event, stack, role, scope }: NameParts): string {
  return JSON.stringify([event ?? null, stack, role, scope ?? null]);
}

function hashedName(readable: string, whole: string, maxLength: number): string {
  const prefix = readable.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, "");
  return `${prefix}-${hash8(whole)}`;
}

/** Letters with their marks taken off, everything else that isn't allowed as a hyphen. */
function readableName(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^[a-z]/.test(plain) ? plain : plain === "" ? "x" : `x-${plain}`;
}
