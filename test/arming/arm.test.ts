import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { armedTimeline } from "../../capacity/timeline";
import { type ArmRequest, arm, disarm } from "../../cli/arming/arm";
import { editFile } from "../../cli/arming/edit-file";
import { armed, sizes, utc } from "../timeline/armed";

const STACK = `# A final for a hundred thousand.
config:
  tidegate:program: event # which program
  tidegate:event: final.yaml

  # How it is held.
  tidegate:mode: now # for the trial
  tidegate:workloads:
    session: { image: "registry.example.com/session:1.0.0" }
    # Not yet.
    chat: { image: 'registry.example.com/chat:1.0.0' }
  aws:region: us-east-1
encryptionsalt: v1:abc=:v1:def:ghi==
`;
const FILE = "Pulumi.final.yaml";
const NOW = utc("2027-01-29T12:00:00Z");
const HASH = armedTimeline(armed()).hash;

const ask = (changes: Partial<ArmRequest> = {}) =>
  arm({ text: STACK, file: FILE, input: armed(), nowSeconds: NOW, how: "arm", ...changes });
const armedText = (changes: Partial<ArmRequest> = {}): string => {
  const outcome = ask(changes);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings));
  return outcome.value.text;
};
const refusal = (changes: Partial<ArmRequest>): string => {
  const outcome = ask(changes);
  expect(outcome.ok).toBe(false);
  return outcome.findings.map(({ id }) => id).join();
};

describe("arming", () => {
  it("writes deployBy and the hash, and leaves comments, order and everything else", () => {
    expect(armedText({ deploySeconds: utc("2027-01-29T18:00:00Z") })).toBe(
      STACK.replace("tidegate:mode: now", "tidegate:mode: armed").replace(
        "  aws:region: us-east-1\n",
        `  aws:region: us-east-1\n  tidegate:armed:\n    deployBy: "2027-01-29T18:00:00Z"\n    timelineHash: "${HASH}"\n`,
      ),
    );
  });

  it("takes an hour for the deployment where nobody says, and whole minutes", () => {
    expect(parse(armedText()).config["tidegate:armed"]).toEqual({
      deployBy: "2027-01-29T13:00:00Z",
      timelineHash: HASH,
    });
    const odd = armedText({ deploySeconds: utc("2027-01-29T18:00:01Z") });
    expect(parse(odd).config["tidegate:armed"].deployBy).toBe("2027-01-29T18:01:00Z");
  });

  it("writes a mode where there was none", () => {
    const without = STACK.replace(/ {2}tidegate:mode.*\n/, "");
    expect(parse(armedText({ text: without })).config["tidegate:mode"]).toBe("armed");
  });

  it("is the same when done again, and never moves deployBy by itself", () => {
    const text = armedText();
    expect(armedText({ text, nowSeconds: NOW + 86_400 })).toBe(text);
  });

  it("refuses the past, an event that is over, a changed timeline, and what isn't an event's", () => {
    expect(refusal({ deploySeconds: NOW })).toBe("arming-the-past");
    expect(refusal({ deploySeconds: NOW - 1 })).toBe("arming-the-past");
    expect(refusal({ deploySeconds: utc("2027-02-01T00:00:00Z") })).toBe("event-is-over");
    expect(refusal({ text: armedText(), input: armed({ sizes: { albUnits: 1 } }) })).toBe("armed-otherwise");
    expect(refusal({ how: "rearm" })).toBe("not-armed");
    expect(refusal({ text: STACK.replace("program: event", "program: platform") })).toBe("not-an-event-stack");
    expect(refusal({ text: "config: {}" })).toBe("not-an-event-stack");
    expect(refusal({ text: "" })).toBe("stack-config");
    expect(refusal({ text: "config: [" })).toContain("yaml-syntax");
    expect(refusal({ text: `${STACK.replace("encryptionsalt", "  tidegate:armed: yes\nencryptionsalt")}` })).toBe(
      "armed-unreadable",
    );
  });

  it("says what is too late, and that a check has passed", () => {
    const late = ask({ deploySeconds: utc("2027-01-30T23:00:00Z") });
    expect(late.findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual([
      "note steps-passed",
      "warning check-passed",
      // Reservations take up to 4 h, doors are at 23:45.
      "warning not-ready-at-doors",
    ]);
    expect(ask({ deploySeconds: utc("2027-01-30T12:00:00Z") }).findings).toEqual([]);
  });
});

describe("re-arming", () => {
  it("takes the new timeline, and raises what has passed", () => {
    const text = armedText();
    const grown = armed({ sizes: { pools: sizes().pools.map((pool) => ({ ...pool, nodes: pool.nodes * 2 })) } });
    const outcome = ask({
      text,
      input: grown,
      how: "rearm",
      nowSeconds: utc("2027-01-30T22:50:00Z"),
      deploySeconds: utc("2027-01-30T23:00:00Z"),
    });
    expect(outcome.ok && outcome.value.before?.timelineHash).toBe(HASH);
    expect(outcome.ok && outcome.value.deployment.catchUp.at(-1)).toMatchObject({
      kind: "raise",
      subject: "pods:upload",
    });
    const config = parse(outcome.ok ? outcome.value.text : "").config;
    expect(config["tidegate:armed"]).toEqual({
      deployBy: "2027-01-30T23:00:00Z",
      timelineHash: armedTimeline(grown).hash,
    });
    expect(Object.keys(config).filter((key) => key === "tidegate:armed")).toHaveLength(1);
  });
});

describe("disarming", () => {
  it("takes the armed part away and says how capacity is held now", () => {
    const outcome = disarm(armedText(), FILE, "now");
    expect(outcome.ok && outcome.value).toBe(STACK);
    const small = disarm(armedText(), FILE, "rehearsal");
    expect(parse(small.ok ? small.value : "").config["tidegate:mode"]).toBe("rehearsal");
  });

  it("refuses what isn't armed", () => expect(disarm(STACK, FILE, "now").ok).toBe(false));
});

describe("any stack's text", () => {
  const key = fc.stringMatching(/^[a-z]{1,8}:[a-zA-Z]{1,8}$/).filter((text) => !text.startsWith("tidegate:"));
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string(), { maxKeys: 3 }),
  );
  const comment = fc.stringMatching(/^[ a-z]{1,20}$/);

  it("keeps its values, order and comments through arming, and comes back through disarming", () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 6 }),
        fc.array(comment, { minLength: 7, maxLength: 7 }),
        (others, comments) => {
          const document = parseDocument("config: {}\n");
          document.set(
            "config",
            document.createNode({ "tidegate:program": "event", "tidegate:mode": "now", ...others }),
          );
          // A comment before every entry.
          const lines = document.toString({ lineWidth: 0 }).split("\n");
          const text = lines
            .flatMap((line, at) =>
              /^ {2}\S+:/.test(line) && !line.startsWith("  -") ? [`  #${comments[at % 7]}`, line] : [line],
            )
            .join("\n");
          if (parseDocument(text).errors.length > 0) return;
          const armedOne = armedText({ text });
          const { "tidegate:armed": _, "tidegate:mode": mode, ...rest } = parse(armedOne).config;
          const { "tidegate:mode": __, ...before } = parse(text).config;
          expect(mode).toBe("armed");
          expect(rest).toEqual(before);
          expect(Object.keys(rest)).toEqual(Object.keys(before));
          const commentsOf = (one: string) => one.split("\n").filter((line) => line.trimStart().startsWith("#")).length;
          expect(commentsOf(armedOne)).toBe(commentsOf(text));
          const back = disarm(armedOne, FILE, "now");
          expect(back.ok && parse(back.value)).toEqual(parse(text));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a stack's file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "tidegate-arm-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const edit = (file: string) => editFile(file, (text) => ask({ text }));

  it("is written as a whole, with who may read it, and through a link", () => {
    const file = path.join(folder, FILE);
    writeFileSync(file, STACK);
    chmodSync(file, 0o640);
    symlinkSync(file, path.join(folder, "link.yaml"));
    expect(edit(path.join(folder, "link.yaml")).ok).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(armedText());
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(lstatSync(path.join(folder, "link.yaml")).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([FILE, "link.yaml"]);
  });

  it("stays as it is when it isn't armed, or when somebody changes it meanwhile", () => {
    const file = path.join(folder, FILE);
    writeFileSync(file, STACK);
    expect(editFile(file, (text) => ask({ text, deploySeconds: 0 })).ok).toBe(false);
    expect(readFileSync(file, "utf8")).toBe(STACK);
    const raced = editFile(file, (text) => {
      writeFileSync(file, `${STACK}# by somebody else\n`);
      return ask({ text });
    });
    expect(raced.findings.map(({ found }) => found)).toEqual(["it was changed by somebody else at the same time"]);
    expect(readFileSync(file, "utf8")).toContain("# by somebody else");
    expect(readdirSync(folder)).toEqual([FILE]);
  });

  it("says why it can't be changed", () => {
    mkdirSync(path.join(folder, "folder.yaml"));
    expect(edit(path.join(folder, "nowhere.yaml")).findings[0]?.found).toBe("it doesn't exist");
    expect(edit(path.join(folder, "folder.yaml")).findings[0]?.found).toBe("it is a folder");
  });
});
