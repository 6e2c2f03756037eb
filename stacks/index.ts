import { getStack } from "@pulumi/pulumi";
import { edge } from "./edge";
import { event } from "./event";
import { platform } from "./platform";
import type { ProgramContext } from "./program-context";
import { stackSettings } from "./settings";

/** The program of every stack: the stack's config says which one it is. @returns the stack's outputs */
export async function program(context: ProgramContext): Promise<Record<string, unknown>> {
  const settings = stackSettings(getStack());
  switch (settings.program) {
    case "platform":
      return platform(settings, context);
    case "edge":
      return edge(settings, context);
    case "event":
      return event(settings, context);
  }
}
