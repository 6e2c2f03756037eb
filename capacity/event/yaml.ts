import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
} from "yaml";
import type { Finding, Outcome } from "../problems";
import type { Path } from "./path";

/** Deepest nesting of mappings and lists; the event file needs seven. */
const DEEPEST = 40;
/** Most nodes that anchors may unfold into; `*a` of `*a` of … grows by powers. */
const MOST_ALIASES = 50;

/** A 1-based place in a text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document's plain value, and where its parts stand in the text. */
export interface YamlDocument {
  readonly value: unknown;
  /** Where the key or entry at a path stands, or the nearest thing around it. */
  readonly position: (path: Path) => Position | undefined;
}

interface Fault {
  readonly id: string;
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
}

/**
 * Parses YAML 1.2: plain mappings, lists and scalars of one document, nothing that runs or unfolds without bound.
 *
 * @param file name for findings
 */
export function parseYaml(text: string, file: string): Outcome<YamlDocument> {
  const lines = new LineCounter();
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse = (faults: readonly Fault[]): Outcome<YamlDocument> => ({
    ok: false,
    findings: faults.map(({ offset, ...rest }): Finding => {
      return { severity: "error", where: "YAML", file, ...place(offset), ...rest };
    }),
  });
  const tokens = readTokens(text, lines);
  if ("found" in tokens) return refuse([tokens]);
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    uniqueKeys: true,
    strict: true,
    stringKeys: false,
    lineCounter: lines,
    logLevel: "silent",
  });
  const documents = [...composer.compose(tokens)];
  const [document, second] = documents;
  if (document === undefined) {
    return { ok: true, value: { value: null, position: () => undefined }, findings: [] };
  }
  if (second) {
    return refuse([
      {
        id: "second-document",
        offset: second.range[0],
        found: "a second document",
        expected: "one event in a file",
        fix: "Move it to a file of its own",
      },
    ]);
  }
  const faults = [...syntaxFaults(document), ...keyFaults(document)];
  if (faults.length > 0) return refuse(faults);
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return {
      ok: true,
      value: { value, position: (path) => positionOf(document, path, place) },
      findings: [],
    };
  } catch (error) {
    // The library throws this for anchors that unfold too far or point nowhere.
    if (!(error instanceof ReferenceError)) throw error;
    const offset = firstAlias(document) ?? 0;
    return refuse([
      /unresolved alias/i.test(error.message)
        ? {
            id: "yaml-anchors",
            offset,
            found: "an alias without its anchor",
            expected: "an anchor before it",
            fix: "Write the value out, or quote it if it begins with *",
          }
        : {
            id: "yaml-anchors",
            offset,
            found: "anchors that unfold without bound",
            expected: "a few anchors at most",
            fix: "Write the values out",
          },
    ]);
  }
}

/** Reads the text's syntax, and stops at nesting that no event needs: building it would overflow stack and memory. */
function readTokens(text: string, lines: LineCounter): readonly CST.Token[] | Fault {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > DEEPEST) {
      return {
        id: "too-deep",
        offset: parser.offset,
        found: `nesting deeper than ${DEEPEST}`,
        expected: "an event file, which nests about seven deep",
        fix: "Check for brackets that are not closed",
      };
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

const WORDING: Readonly<Record<string, { readonly found: string; readonly expected: string; readonly fix: string }>> = {
  DUPLICATE_KEY: { found: "the same key twice", expected: "each key once", fix: "Delete one of the two" },
  TAG_RESOLVE_FAILED: {
    found: "a tag",
    expected: "plain values without tags",
    fix: "Delete the tag that begins with !",
  },
  TAB_AS_INDENT: { found: "a tab", expected: "indentation by spaces", fix: "Replace tabs by spaces" },
  BAD_INDENT: { found: "wrong indentation", expected: "entries that line up", fix: "Line it up with its neighbours" },
  MISSING_CHAR: {
    found: "a missing character",
    expected: "YAML 1.2",
    fix: "Close brackets and quotes, put a space after a colon",
  },
  BAD_ALIAS: { found: "a bad alias", expected: "YAML 1.2", fix: "Quote a value that begins with *" },
};

function syntaxFaults(document: Document.Parsed): readonly Fault[] {
  return [...document.errors, ...document.warnings].map(({ code, message, pos: [offset] }) => {
    const closing = /must be sufficiently indented and end with a (.)/.exec(message)?.[1];
    if (closing !== undefined) {
      return {
        id: "yaml-syntax",
        offset,
        found: "a bracket that is not closed",
        expected: `${closing} before this line`,
        fix: `Close it with ${closing}`,
      };
    }
    const detail = (message.split(/ at line \d+|\n/)[0] ?? "").trim().replace(/[.:]$/, "");
    const wording = WORDING[code] ?? {
      found: detail.replace(/^./, (letter) => letter.toLowerCase()),
      expected: "YAML 1.2",
      fix: "Correct the line",
    };
    return { id: "yaml-syntax", offset, ...wording };
  });
}

/** Keys that are not text can't name a field. */
function keyFaults(document: Document.Parsed): readonly Fault[] {
  const faults: Fault[] = [];
  const visit = (node: unknown): void => {
    if (isSeq(node)) node.items.forEach(visit);
    if (!isMap(node)) return;
    for (const pair of node.items) {
      const key = pair.key;
      if (!isScalar(key) || typeof key.value === "object") {
        faults.push({
          id: "yaml-key",
          offset: isNode(key) ? (key.range?.[0] ?? 0) : 0,
          found: "a key that is not text",
          expected: "a name before the colon",
          fix: "Write key: value",
        });
      }
      visit(pair.value);
    }
  };
  visit(document.contents);
  return faults;
}

function firstAlias(document: Document.Parsed): number | undefined {
  let found: number | undefined;
  const visit = (node: unknown): void => {
    if (found !== undefined) return;
    if (isAlias(node)) found = node.range?.[0];
    else if (isSeq(node)) node.items.forEach(visit);
    else if (isMap(node)) for (const pair of node.items) visit(pair.value);
  };
  visit(document.contents);
  return found;
}

function positionOf(document: Document.Parsed, path: Path, place: (offset: number) => Position): Position | undefined {
  let node: unknown = document.contents;
  let at: number | undefined = rangeStart(node);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!isPair(pair)) break;
      at = rangeStart(pair.key) ?? at;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      const item = node.items[step];
      if (item === undefined) break;
      at = rangeStart(item) ?? at;
      node = item;
    } else break;
  }
  return at === undefined ? undefined : place(at);
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
