import { type Document, isMap, isScalar, parseDocument, Scalar, YAMLMap } from "yaml";
import type { Finding, Outcome } from "../../capacity/problems";

/** What arming writes into a stack's config. */
export interface ArmedConfig {
  /** The instant by which it is deployed, UTC: `2027-01-30T12:00:00Z`. */
  readonly deployBy: string;
  /** The timeline's hash: a changed timeline has another. */
  readonly timelineHash: string;
}

/** How capacity is held without a timeline. */
export type UnarmedMode = "now" | "rehearsal";

const CONFIG = "config";
const PROGRAM = "tidegate:program";
const MODE = "tidegate:mode";
const ARMED = "tidegate:armed";

/** A stack's text that can be armed: an event's. */
export interface StackText {
  readonly armed: ArmedConfig | null;
  /** The text with these settings in it; comments, order and everything else stay. */
  readonly arm: (config: ArmedConfig) => string;
  readonly disarm: (mode: UnarmedMode) => string;
}

/**
 * Reads the text of a `Pulumi.<stack>.yaml` to arm or disarm it.
 *
 * @returns every problem: no YAML, no event's stack, or an armed part that can't be read
 */
export function readStackText(text: string, file: string): Outcome<StackText> {
  const document = parse(text);
  const problem = (id: string, found: string, expected: string, fix: string): Outcome<StackText> => ({
    ok: false,
    findings: [{ id, severity: "error", where: CONFIG, file, found, expected, fix }],
  });
  if (document.errors.length > 0) {
    return {
      ok: false,
      findings: document.errors.map(
        (error): Finding => ({
          id: "yaml-syntax",
          severity: "error",
          where: "YAML",
          file,
          ...(error.linePos === undefined ? {} : { line: error.linePos[0].line, column: error.linePos[0].col }),
          found: error.message.split("\n")[0] ?? error.code,
          expected: "YAML",
          fix: "Correct it; nothing was written",
        }),
      ),
    };
  }
  if (!isMap(document.get(CONFIG))) {
    return problem("stack-config", "no config", "the config of an event's stack", `Write ${PROGRAM}: event first`);
  }
  const program = document.getIn([CONFIG, PROGRAM]);
  if (program !== "event") {
    const found = program === undefined ? `no ${PROGRAM}` : `${PROGRAM} is ${String(program)}`;
    return problem("not-an-event-stack", found, `${PROGRAM}: event`, "Name an event's stack: nothing else is armed");
  }
  const armed = armedOf(document);
  if (armed === "unreadable") {
    return problem(
      "armed-unreadable",
      `${ARMED} is not deployBy and timelineHash`,
      "both, as tidegate arm writes them",
      "Disarm the stack and arm it again",
    );
  }
  const edited = (edit: (fresh: Document.Parsed) => void): string => {
    // Each answer from the text anew: a document is changed in place.
    const fresh = parse(text);
    edit(fresh);
    const written = fresh.toString({ lineWidth: 0 });
    return text.includes("\r\n") ? written.replace(/\r?\n/g, "\r\n") : written;
  };
  return {
    ok: true,
    findings: [],
    value: {
      armed,
      arm: ({ deployBy, timelineHash }) =>
        edited((fresh) => {
          setValue(fresh, MODE, "armed");
          fresh.setIn([CONFIG, ARMED], quoted({ deployBy, timelineHash }));
        }),
      disarm: (mode) =>
        edited((fresh) => {
          setValue(fresh, MODE, mode);
          fresh.deleteIn([CONFIG, ARMED]);
        }),
    },
  };
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, { keepSourceTokens: true });
}

/** Changes the value of a key where it stands, with its comment; a new key comes last. */
function setValue(document: Document.Parsed, key: string, value: string): void {
  const node = document.getIn([CONFIG, key], true);
  if (isScalar(node)) node.value = value;
  else document.setIn([CONFIG, key], value);
}

/** A map of texts in quotes: a bare instant is a date to some readers, and a bare hash such as 12e4 a number. */
function quoted(texts: Readonly<Record<string, string>>): YAMLMap {
  const map = new YAMLMap();
  for (const [key, text] of Object.entries(texts)) {
    const scalar = new Scalar(text);
    scalar.type = Scalar.QUOTE_DOUBLE;
    map.set(key, scalar);
  }
  return map;
}

function armedOf(document: Document.Parsed): ArmedConfig | null | "unreadable" {
  const node = document.getIn([CONFIG, ARMED]);
  if (node === undefined || node === null) return null;
  if (!isMap(node)) return "unreadable";
  const [deployBy, timelineHash] = [node.get("deployBy"), node.get("timelineHash")];
  if (typeof deployBy !== "string" || typeof timelineHash !== "string" || Number.isNaN(Date.parse(deployBy))) {
    return "unreadable";
  }
  return { deployBy, timelineHash };
}
