import { Config, type Output } from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import type { ZodType } from "zod";
import { ownConfig, readStackSettings, SETTINGS_SCHEMAS, type StackSettings } from "./declared/stack-settings";
import { accept } from "./refusal";

/** The config of the stack that runs: the only reader of the engine's config. */
export function stackSettings(stack: string): StackSettings {
  return accept(`stack ${stack}`, readStackSettings(typedConfig()));
}

/** Cloudflare's token from the stack's secret config; without one the provider reads CLOUDFLARE_API_TOKEN. */
export function cloudflareToken(): Output<string> | undefined {
  return new Config("cloudflare").getSecret("apiToken");
}

/** The engine hands every value over as text: what isn't a text in the schema is JSON. */
function typedConfig(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(ownConfig(allConfig())).map(([key, text]) => [key, typed(key, String(text))]),
  );
}

function typed(key: string, text: string): unknown {
  if (takesText(key, text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text; // what reads the settings complains about it, with its path
  }
}

/** An account's number is a text, and a block of lines is one; a mapping is not. */
function takesText(key: string, text: string): boolean {
  return Object.values(SETTINGS_SCHEMAS).some(({ shape }) => {
    const field = (shape as Readonly<Record<string, ZodType | undefined>>)[key];
    return field?.safeParse(text, { jitless: true }).success === true;
  });
}
