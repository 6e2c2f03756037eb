import packageJson from "../../../package.json";
import type { Evaluation, RuleResult, Violation } from "../../../policies/evaluate";
import type { Rule } from "../../../policies/rule";
import { RULES } from "../../../policies/rules";
import { sourceText, sourceUrl } from "../../../policies/source-text";
import { jsonText } from "../json";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
/** GitHub's security severity, 0 to 10. @see GitHub docs, "SARIF support for code scanning" */
const SECURITY = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" } as const;

/**
 * Checks of stacks as SARIF 2.1.0, for code scanning: one run, a result for each violation.
 * @param fileOf the file in which a stack is written, relative to the repository: where a reader lands
 */
export function renderSarif(evaluations: readonly Evaluation[], fileOf: (stack: string) => string): string {
  const used = new Set(evaluations.flatMap(({ results }) => results.map(({ id }) => id)));
  const rules = RULES.filter(({ id }) => used.has(id));
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const results = evaluations.flatMap(({ stack, results }) =>
    results.flatMap((result) =>
      result.violations.map((violation) => ({
        ruleId: result.id,
        ruleIndex: indexOf.get(result.id) ?? -1,
        level: result.level === "mandatory" ? "error" : "warning",
        message: { text: `${violation.found}, allowed ${violation.allowed}. ${violation.fix}.` },
        locations: [location(violation, { stack, file: fileOf(stack) })],
        partialFingerprints: { "tidegate/v1": fingerprint(stack, result, violation) },
      })),
    ),
  );
  const driver = {
    name: "Tidegate",
    version: packageJson.version,
    semanticVersion: packageJson.version,
    rules: rules.map(ruleObject),
  };
  return jsonText({ $schema: SCHEMA, version: "2.1.0", runs: [{ tool: { driver }, results }] });
}

function ruleObject(rule: Rule) {
  const helpUri = sourceUrl(rule.sources);
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: `${rule.why}.` },
    help: { text: `${rule.fix}. Source: ${rule.sources.map(sourceText).join("; ")}` },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: rule.level === "mandatory" ? "error" : "warning" },
    properties: { tags: [rule.area], "security-severity": SECURITY[rule.severity] },
  };
}

function location({ resource }: Violation, { stack, file }: { readonly stack: string; readonly file: string }) {
  const logical =
    resource === null
      ? { name: stack, kind: "stack" }
      : { name: resource.name, fullyQualifiedName: resource.urn, kind: "resource" };
  return {
    physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } },
    logicalLocations: [logical],
  };
}

/** The same violation on the next run, whatever its numbers are then. */
function fingerprint(stack: string, { id }: RuleResult, { resource }: Violation): string {
  return [stack, id, resource?.urn ?? ""].join("/");
}
