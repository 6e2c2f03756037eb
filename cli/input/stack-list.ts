import type { Event } from "../../capacity/event/event";
import type { Finding } from "../../capacity/problems";
import { declaredEvents, readDeclaredEvent } from "../../stacks/declared/declared-event";
import { declaredStacks } from "../../stacks/declared/declared-stack";
import type { StackSettings } from "../../stacks/declared/stack-settings";

/** A stack with what its files say, as far as they can be read. */
export interface ListedStack {
  readonly stack: string;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly settings: StackSettings | null;
  /** What an event stack is for. */
  readonly event: Event | null;
  readonly problems: readonly Finding[];
}

/** Every stack of a project, broken ones too, each with its problems. */
export function listStacks(root: string): readonly ListedStack[] {
  const listed = declaredStacks(root).map(({ stack, file, settings }): ListedStack => {
    if (!settings.ok) return { stack, file, settings: null, event: null, problems: settings.findings };
    const own = { stack, file, settings: settings.value };
    if (settings.value.program !== "event") return { ...own, event: null, problems: [] };
    const event = readDeclaredEvent(root, settings.value);
    const problems = event.findings.map((finding) => ({ file, ...finding }));
    return { ...own, event: event.ok ? event.value : null, problems };
  });
  const all = declaredEvents(root);
  const known = new Set(listed.flatMap(({ problems }) => problems.map(keyOf)));
  // What concerns two stacks at once, such as an event that both of them name.
  const between = all.ok ? [] : all.findings.filter((finding) => !known.has(keyOf(finding)));
  return listed.map((one) => ({ ...one, problems: [...one.problems, ...between.filter((f) => f.file === one.file)] }));
}

function keyOf({ id, where, found, line }: Finding): string {
  return [id, where, found, line].join("\n");
}
