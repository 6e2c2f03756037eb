import { z } from "zod";
import { HINTS, textField } from "../../capacity/event/field";

/** Name of a stack of this project, as the CLI takes it. */
export function stackNameField(is: string, standard: string) {
  return textField(
    {
      pattern: /^[A-Za-z0-9._-]{1,100}$/,
      maxLength: 100,
      expected: "a stack's name",
      fix: `Write it like ${standard}`,
    },
    { is, default: standard },
  );
}

/** A person or a team, as a mail address. */
export function mailField(is: string) {
  return textField(
    { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, expected: "a mail address", fix: "Write it like live@example.com" },
    { is },
  );
}

/** A host, or with `*.` in front every host below a name. */
export function hostField(is: string) {
  return textField(
    {
      pattern: /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
      maxLength: 253,
      expected: "a host",
      fix: "Write it like live.example.com",
    },
    { is },
  );
}

export function regionField(is: string) {
  return textField(
    { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, expected: "an AWS region", fix: "Write it like us-east-1" },
    { is },
  );
}

export function cidrField(is: string) {
  return textField(
    {
      pattern: /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/,
      expected: "a block of addresses",
      fix: "Write it like 10.0.0.0/16",
    },
    { is },
  );
}

/** Anything by a name of the writer's, which becomes part of logical names and so must not change. */
export function namedField<Value extends z.ZodType>(value: Value, is: string) {
  return z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), value).describe(is);
}

export function portField(is: string, standard: number) {
  return z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .meta({ description: is, default: standard })
    .register(HINTS, { kind: "text", expected: "a port, 1 to 65535", fix: `Write it like ${standard}` });
}
