import { getOrganization, getProject, StackReference } from "@pulumi/pulumi";
import type { ZodType } from "zod";
import type { Outcome } from "../capacity/problems";
import { EDGE_OUTPUT, type EdgeOutputs, edgeOutputsSchema } from "./outputs/edge-outputs";
import { PLATFORM_OUTPUT, type PlatformOutputs, platformOutputsSchema } from "./outputs/platform-outputs";

/** What the platform offers; a stack that hasn't been deployed, or that outputs something else, is a finding. */
export function platformOutputs(stack: string): Promise<Outcome<PlatformOutputs>> {
  return readOutput({ stack, output: PLATFORM_OUTPUT, schema: platformOutputsSchema });
}

/** Which events the edge has rules for. */
export function edgeOutputs(stack: string): Promise<Outcome<EdgeOutputs>> {
  return readOutput({ stack, output: EDGE_OUTPUT, schema: edgeOutputsSchema });
}

interface Contract<T> {
  readonly stack: string;
  readonly output: string;
  readonly schema: ZodType<T>;
}

async function readOutput<T>({ stack, output, schema }: Contract<T>): Promise<Outcome<T>> {
  const reference = new StackReference(stack, { name: `${getOrganization()}/${getProject()}/${stack}` });
  const { value, secretValue } = await reference.getOutputDetails(output);
  const found: unknown = value ?? secretValue;
  if (found === undefined) {
    return {
      ok: false,
      findings: [
        {
          id: `${output}-missing`,
          severity: "error",
          where: `tidegate:${output}`,
          found: `the stack ${stack} has no output ${output}`,
          expected: "a stack that has been deployed",
          fix: `Run pulumi up --stack ${stack} first`,
        },
      ],
    };
  }
  const parsed = schema.safeParse(found, { jitless: true });
  if (parsed.success) return { ok: true, value: parsed.data, findings: [] };
  return {
    ok: false,
    findings: parsed.error.issues.map(({ path, message }) => ({
      id: `${output}-contract`,
      severity: "error",
      where: `outputs of ${stack}`,
      found: `${[output, ...path].join(".")}: ${message}`,
      expected: `the contract of stacks/outputs/${output}-outputs.ts`,
      fix: `Correct the stack's output and run pulumi up --stack ${stack}`,
    })),
  };
}
