import type { EngineEvent } from "@pulumi/pulumi/automation";
import { operationOf } from "../engine/operations";
import { parseUrn, STACK_TYPE } from "../engine/urn";
import { kindOf } from "../report/preview/kind";

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  read: "read",
  import: "imported",
};

/** What to say of an event of an update; nothing of what stays the same, of components and of messages that pass. */
export function progressLine({ resOutputsEvent, resOpFailedEvent, diagnosticEvent }: EngineEvent): string | undefined {
  if (resOpFailedEvent !== undefined) {
    const { op, urn } = resOpFailedEvent.metadata;
    return `  failed to ${operationOf(op)} ${nameOf(urn)}`;
  }
  // What the program itself warns of, the preview has shown.
  const isOfProgram = diagnosticEvent?.urn === undefined || diagnosticEvent.urn.includes(STACK_TYPE);
  if (diagnosticEvent?.severity === "warning" && diagnosticEvent.ephemeral !== true && !isOfProgram) {
    return `  warning: ${firstLine(diagnosticEvent.message)}`;
  }
  const metadata = resOutputsEvent?.metadata;
  if (metadata === undefined || metadata.type.startsWith("tidegate:") || metadata.type.startsWith("pulumi:"))
    return undefined;
  const done = DONE[operationOf(metadata.op)];
  return done === undefined ? undefined : `  ${done} ${nameOf(metadata.urn)}`;
}

function nameOf(urn: string): string {
  const { type, name } = parseUrn(urn);
  return `${kindOf(type)} ${name}`;
}

function firstLine(text: string): string {
  return (
    text
      .replaceAll(/<\{%[^%]*%\}>/g, "")
      .trim()
      .split("\n")[0] ?? ""
  );
}
