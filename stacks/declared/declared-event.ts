import { readFileSync } from "node:fs";
import path from "node:path";
import type { Event } from "../../capacity/event/event";
import { parseEventText, type RevisedDocument } from "../../capacity/event/parse-text";
import { isMapping } from "../../capacity/event/path";
import type { Finding, Outcome } from "../../capacity/problems";
import { declaredStacks } from "./declared-stack";
import type { EventSettings } from "./event-settings";
import { platformStackOf } from "./stack-names";

/** Folder of the event files, relative to the project's. */
export const EVENTS_FOLDER = path.join("stacks", "events");

/** An event and the stack that deploys it. */
export interface DeclaredEvent {
  readonly stack: string;
  /** The stack's config file, relative to the project's folder. */
  readonly file: string;
  readonly settings: EventSettings;
  readonly event: Event;
}

/** Reads the event that a stack names, for the audience class that it names. */
export function readDeclaredEvent(
  root: string,
  { event, tier }: Pick<EventSettings, "event" | "tier">,
): Outcome<Event> {
  const file = path.join(EVENTS_FOLDER, event);
  let text: string;
  try {
    text = readFileSync(path.join(root, file), "utf8");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return refused({
      id: "event-file-missing",
      where: "tidegate:event",
      found: `there is no ${file}`,
      expected: "an event file",
      fix: `Write it with tidegate init --out ${file}, or name another one`,
    });
  }
  return eventOf(text, { file, tier });
}

/** Events by everything that they are read from: the stacks of one process find the same event, and with it what is remembered of it. */
const EVENTS = new Map<string, Outcome<Event>>();

function eventOf(text: string, { file, tier }: { readonly file: string; readonly tier: EventSettings["tier"] }) {
  const key = JSON.stringify([file, tier, text]);
  const known = EVENTS.get(key);
  if (known !== undefined) return known;
  const options = tier === undefined ? { file } : { file, revise: (document: unknown) => ofTier(document, tier) };
  const event = parseEventText(text, options);
  EVENTS.set(key, event);
  return event;
}

/** Every event of the project's stacks; a stack or an event that can't be read is among the findings. */
export function declaredEvents(root: string): Outcome<readonly DeclaredEvent[]> {
  const findings: Finding[] = [];
  const events: DeclaredEvent[] = [];
  for (const { stack, file, settings } of declaredStacks(root)) {
    if (!settings.ok) {
      findings.push(...settings.findings);
      continue;
    }
    if (settings.value.program !== "event") continue;
    const event = readDeclaredEvent(root, settings.value);
    if (event.ok) events.push({ stack, file, settings: settings.value, event: event.value });
    else findings.push(...event.findings.map((finding) => ({ file, ...finding })));
  }
  findings.push(...twins(events));
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value: events, findings };
}

/** The events that stand on a platform, by the name of its stack. */
export function eventsOn(platform: string, root: string): Outcome<readonly DeclaredEvent[]> {
  const all = declaredEvents(root);
  if (!all.ok) return all;
  return { ...all, value: all.value.filter(({ settings }) => platformStackOf(settings) === platform) };
}

/** The file's audience gives way to the class's. */
function ofTier(document: unknown, tier: string): Outcome<RevisedDocument> {
  if (!isMapping(document)) return { ok: true, value: { document, paths: [] }, findings: [] };
  const { audience, ...rest } = document;
  const { peakConcurrentViewers: _replaced, dailyViewers: _ofTheFormer, ...kept } = isMapping(audience) ? audience : {};
  const paths = [["tier"], ["audience", "peakConcurrentViewers"], ["audience", "dailyViewers"]];
  return { ok: true, value: { document: { ...rest, tier, audience: kept }, paths }, findings: [] };
}

/** An event's name is in the names of what it is made of: two stacks of one event would make everything twice. */
function twins(events: readonly DeclaredEvent[]): readonly Finding[] {
  const stacks = new Map<string, string>();
  return events.flatMap(({ stack, file, event }) => {
    const twin = stacks.get(event.name);
    stacks.set(event.name, twin ?? stack);
    if (twin === undefined) return [];
    return [
      {
        id: "event-declared-twice",
        severity: "error" as const,
        where: "tidegate:event",
        file,
        found: `the event ${event.name} is also the stack ${twin}'s`,
        expected: "one stack for each event",
        fix: "Give the event a file and a name of its own, or delete one of the two stacks",
      },
    ];
  });
}

function refused(finding: Omit<Finding, "severity">): Outcome<Event> {
  return { ok: false, findings: [{ severity: "error", ...finding }] };
}
