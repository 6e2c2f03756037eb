import { z } from "zod";
import { textField } from "../field";
import { HOST } from "./shapes";

/** The schema of the section `hosts`. */
export function hosts() {
  return z
    .strictObject({
      app: textField(HOST, {
        is: "Host of page, API, sign-in and waiting room, behind the web firewall. Default: none.",
      }).optional(),
      zone: textField(HOST, { is: "DNS zone that holds the hosts. Default: none." }).optional(),
      media: z
        .record(
          z.string(),
          z
            .array(textField(HOST, { is: "One host per shard." }))
            .min(1)
            .max(100),
        )
        .describe("Media hosts by the name of their CDN; several hosts are shards. Default: none.")
        .optional(),
    })
    .describe("Names under which viewers find the event.");
}
