import { z } from "zod";
import { textField } from "../../capacity/event/field";
import { mailField, stackNameField } from "./fields";
import { USUAL_PLATFORM } from "./stack-names";

/** Config of an edge stack. */
export const edgeSchema = z.strictObject({
  program: z.literal("edge").describe("Which program the stack runs."),
  owner: mailField("Who answers for the zone's rules."),
  platform: stackNameField("Stack whose outputs say which zone. Default platform.", USUAL_PLATFORM).optional(),
  closedPaths: z
    .array(
      textField(
        { pattern: /^\/[A-Za-z0-9._~/-]*$/, expected: "a path", fix: "Write it like /admin" },
        { is: "A path." },
      ),
    )
    .max(20)
    .describe("Paths of every app host that are for nobody outside. Default: none.")
    .optional(),
});

export type EdgeSettings = z.infer<typeof edgeSchema>;
