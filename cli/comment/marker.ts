import type { Diff } from "../diff/diff";
import type { Fingerprint } from "../diff/fingerprint";
import { sizeOf } from "./block";

const PREFIX = "<!-- tidegate:comment:v1:";
const DATA = "<!-- tidegate:fingerprints:v1:";
const END = " -->";

/** The first line of a comment, by which it is found again; invisible on the page. */
export function markerOf(stackSet: string): string {
  // Two hyphens would end the HTML comment.
  return `${PREFIX}${Buffer.from(stackSet).toString("base64url").replaceAll("-", ".")}${END}`;
}

/** Whether a comment begins with the marker; one that merely quotes it is somebody's answer. */
export function hasMarker(body: string, stackSet: string): boolean {
  return body.split(/\r?\n/, 1)[0] === markerOf(stackSet);
}

/**
 * The fingerprints as data that `tidegate verify` reads, invisible on the page.
 *
 * @param room bytes; the parts are left out first, then everything
 */
export function hiddenFingerprints(diffs: readonly Diff[], room: number): string | null {
  const known = diffs.flatMap(({ name, fingerprint }) => (fingerprint === null ? [] : [{ name, fingerprint }]));
  if (known.length === 0) return null;
  const whole = known.map(({ name, fingerprint }) => ({ name, fingerprint: { whole: fingerprint.whole, parts: {} } }));
  return [known, whole].map(hiddenText).find((text) => sizeOf(text) <= room) ?? null;
}

interface NamedFingerprint {
  readonly name: string;
  readonly fingerprint: Fingerprint;
}

function hiddenText(known: readonly NamedFingerprint[]): string {
  return `${DATA}${Buffer.from(JSON.stringify(known)).toString("base64")}${END}`;
}

const HIDDEN = new RegExp(`^${DATA}([A-Za-z0-9+/=]+)${END}$`, "m");

/** The fingerprints that a comment carries; empty when it carries none. */
export function readFingerprints(body: string): ReadonlyMap<string, Fingerprint> {
  const data = HIDDEN.exec(body)?.[1];
  if (data === undefined) return new Map();
  const parsed: unknown = parsedJson(Buffer.from(data, "base64").toString());
  const entries = Array.isArray(parsed) ? parsed.filter(isNamed) : [];
  return new Map(entries.map(({ name, fingerprint }) => [name, fingerprint]));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isNamed(value: unknown): value is NamedFingerprint {
  const { name, fingerprint } = (value ?? {}) as Partial<NamedFingerprint>;
  return typeof name === "string" && typeof fingerprint?.whole === "string" && typeof fingerprint.parts === "object";
}
