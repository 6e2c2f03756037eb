import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository: the bundle of this file lies in its dist/. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The shipped events, as users plan them. */
export const EVENTS = [
  "stacks/events/morning-meeting.yaml",
  "stacks/events/cup-final-1m.yaml",
  "stacks/events/product-launch-100k.yaml",
  "stacks/events/town-hall-10k.yaml",
] as const;

/** The event's name: the file's without folder and ending. */
export function nameOf(file: string): string {
  return path.basename(file, ".yaml");
}
