import { z } from "zod";
import { PACKS } from "./packs";
import { AREAS, type Area, type Rule } from "./rule";
import { RULES } from "./rules";
import { sourceText } from "./source-text";

const AREA_WORDS: Readonly<Record<Area, string>> = {
  limits: "What providers allow",
  plan: "What the plan says",
  survival: "What a loss leaves",
  time: "What timers and replacements may do",
  firewall: "What is open, and to whom",
  data: "What is kept, and how",
  cost: "What is paid for",
};

/** The page of all rules, Markdown: what each demands, why, what to do, what may be set. */
export function rulesPage(): string {
  const areas = AREAS.map((area) =>
    areaText(
      area,
      RULES.filter((rule) => rule.area === area),
    ),
  );
  return `${[
    "# Rules",
    "Made from the rules themselves; a test keeps it so (`UPDATE_GOLDEN=1 npx vitest run test/policies` writes it anew).",
    "A rule says *fine*, *violated*, *does not apply*, or *unknown until deployed*. A violated mandatory rule refuses the deployment.",
    packsText(),
    ...areas,
  ].join("\n\n")}\n`;
}

function packsText(): string {
  const rows = PACKS.map(({ name, description, rules }) => {
    const mandatory = rules.filter(({ level }) => level === "mandatory").length;
    return `| \`${name}\` | ${description} | ${rules.length} | ${mandatory} |`;
  });
  return ["| pack | holds | rules | mandatory |", "| :-- | :-- | --: | --: |", ...rows].join("\n");
}

function areaText(area: Area, rules: readonly Rule[]): string {
  return [`## ${area}: ${AREA_WORDS[area]}`, ...rules.map(ruleText)].join("\n\n");
}

function ruleText(rule: Rule): string {
  const packs = PACKS.filter((pack) => pack.rules.some((each) => each.rule.id === rule.id)).map(({ name }) => name);
  const settings = settingsOf(rule);
  return [
    `### ${rule.id}`,
    `**${rule.title}.** ${rule.level}, ${rule.severity}; in ${packs.join(", ")}; looks at ${rule.appliesTo}.`,
    [
      `- Why: ${rule.why}.`,
      `- Fix: ${rule.fix}.`,
      ...settings.map((setting) => `- Setting ${setting}`),
      `- Source: ${[...new Set(rule.sources.map(sourceText))].join("; ")}`,
    ].join("\n"),
  ].join("\n\n");
}

interface SettingSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A rule's settings, each with meaning, default and bounds. */
function settingsOf({ config }: Rule): readonly string[] {
  const { properties = {} } = z.toJSONSchema(config, { io: "input" }) as {
    readonly properties?: Readonly<Record<string, SettingSchema>>;
  };
  return Object.entries(properties).map(([name, schema]) => {
    const { description = "", minimum, maximum } = schema;
    const bounds = minimum === undefined || maximum === undefined ? "" : `, ${minimum} to ${maximum}`;
    return `\`${name}\`: ${description} Default ${JSON.stringify(schema.default)}${bounds}.`;
  });
}
