/** Why an engine could not do what it was asked, in the shape of a finding of severity `error`. */
export interface EngineProblem {
  /** Stable identifier, kebab-case. */
  readonly id:
    | "pulumi-absent"
    | "pulumi-too-old"
    | "passphrase-wrong"
    | "passphrase-missing"
    | "stack-locked"
    | "stopped"
    | "stack-unknown"
    | "backend-unreachable"
    | "plugin-missing"
    | "policy-violated"
    | "project-broken"
    | "program-failed"
    | "operation-refused"
    | "engine-failed";
  readonly severity: "error";
  /** The stack, or the resource's URN. */
  readonly where: string;
  /** What there is. */
  readonly found: string;
  /** What is needed. */
  readonly expected: string;
  /** What to do next, as an instruction. */
  readonly fix: string;
}

/** A value, or every reason why there is none. */
export type EngineOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly EngineProblem[] };

/** What the CLI's own text means, by a text that only that cause gives. Order matters: the first match explains. */
const CAUSES: readonly Cause[] = [
  {
    id: "passphrase-wrong",
    pattern: /incorrect passphrase/,
    found: "the passphrase doesn't open the stack's secrets",
    expected: "the passphrase the stack was created with",
    fix: "set PULUMI_CONFIG_PASSPHRASE to that passphrase",
  },
  {
    id: "passphrase-missing",
    pattern: /passphrase must be set with PULUMI_CONFIG_PASSPHRASE/,
    found: "no passphrase",
    expected: "the passphrase of the stack's secrets",
    fix: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
  },
  {
    id: "stack-locked",
    pattern: /the stack is currently locked by|Another update is currently in progress/,
    found: "another operation holds the stack's lock",
    expected: "one operation at a time",
    fix: "wait for it to end; if it was killed, run `pulumi cancel` for this stack, then refresh",
  },
  {
    id: "stopped",
    pattern: /^(?:error: )?(?:update|preview|refresh|destroy) cancell?ed$/m,
    found: "stopped before it was done",
    expected: "a run to its end",
    fix: "run it again: what was done stays done",
  },
  {
    id: "backend-unreachable",
    pattern:
      /unable to open (?:bucket|state directory)|performing HTTP request|unable to check if bucket|problem logging in|no such host|connection refused|could not connect|PULUMI_ACCESS_TOKEN must be set|read "?\.pulumi\/meta\.yaml|failed to (?:get|open|read) (?:the )?(?:state|backend)|blob \(key/,
    found: "the state backend doesn't answer",
    expected: "a backend that can be reached and read",
    fix: "check PULUMI_BACKEND_URL, its credentials and the network",
  },
  {
    id: "plugin-missing",
    pattern:
      /no (?:resource|language|analyzer) plugin|plugin \S+ \S+ not installed|unable to locate .* plugin|failed to load plugin|could not load plugin|could not start policy pack|Could not automatically download and install/,
    found: "the CLI doesn't find a plugin it needs",
    expected: "the plugins of the project's language and providers",
    fix: "install Pulumi's complete release, or run `pulumi plugin install` where there is a network",
  },
  {
    id: "stack-unknown",
    pattern: /unknown stack "|no stack named/,
    found: "a stack that doesn't exist yet",
    expected: "a deployed stack of that name",
    fix: "deploy it first: platform, then edge, then the event",
  },
  {
    id: "project-broken",
    pattern:
      /could not (?:load|read|unmarshal) (?:current )?project|no Pulumi\.yaml|Pulumi\.yaml.*(?:invalid|error)|Missing required configuration|validating stack config/i,
    found: "the project's files or the stack's config can't be used",
    expected: "a valid Pulumi.yaml and stack config",
    fix: "correct the file the lines below name",
  },
];

interface Cause {
  readonly id: EngineProblem["id"];
  readonly pattern: RegExp;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
}

/** A problem from what the CLI wrote: its cause where we know it, else the CLI's own error lines. */
export function problemFromText(text: string, where: string): EngineProblem {
  const cause = CAUSES.find(({ pattern }) => pattern.test(text));
  const lines = errorLines(text);
  if (cause === undefined) return unexplained(lines, where);
  const line = lines.find((candidate) => cause.pattern.test(candidate)) ?? lines[0];
  const { id, expected, fix } = cause;
  return {
    id,
    severity: "error",
    where,
    found: line === undefined ? cause.found : `${cause.found} (${line})`,
    expected,
    fix,
  };
}

/** The lines that say what is wrong, without the CLI's command line, its table and its repetitions. */
export function errorLines(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const errors = lines.filter((line) => line.startsWith("error: ")).map((line) => line.slice("error: ".length));
  const distinct = [...new Set(errors.map(withoutStack))].filter(
    (line) => !/^(?:preview|update|destroy|refresh) failed$/.test(line),
  );
  return distinct.length > 0
    ? distinct
    : lines.filter((line) => line !== "" && !line.startsWith("Command failed")).slice(-3);
}

function unexplained(lines: readonly string[], where: string): EngineProblem {
  return {
    id: "engine-failed",
    severity: "error",
    where,
    found: lines.join("; ") || "the CLI failed without saying why",
    expected: "a run without errors",
    fix: "correct what the engine names, then run again",
  };
}

/** The text without a JavaScript stack trace and without the words that only say that an error was thrown. */
export function withoutStack(text: string): string {
  const [message] = text.split(/\n\s+at /);
  return (message ?? text)
    .replace(
      /^(?:Unhandled exception: |Running program '[^']*' failed with an unhandled exception:\s*)(?:Error: )?/,
      "",
    )
    .trim();
}
