import { z } from "zod";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, textAt, UNKNOWN } from "../../values";

const WORLD = new Set(["0.0.0.0/0", "::/0"]);

export const openPorts = rule({
  id: "firewall-open-ports",
  area: "firewall",
  level: "mandatory",
  severity: "critical",
  title: "Nothing is open to the world but the edge's ports",
  why: "A port that everybody reaches is found within minutes, and an event is announced beforehand",
  fix: "Name the blocks or the security group that may come in",
  sources: [{ document: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html" }],
  appliesTo: "rules that let in",
  config: z.strictObject({
    worldPorts: z.array(z.number().int().min(1).max(65_535)).default([443]).describe("Ports that everybody may reach."),
  }),
  check: ({ graph, config }) =>
    graph.ofType(TYPES.ingressRule).map((at): Observation => {
      const blocks = [textAt(at.inputs, "cidrIpv4"), textAt(at.inputs, "cidrIpv6")];
      const isOpen = blocks.some((block) => typeof block === "string" && WORLD.has(block));
      if (!isOpen) return blocks.includes(UNKNOWN) ? unknown(at, "whom it lets in") : fine(at);
      const protocol = textAt(at.inputs, "ipProtocol");
      const from = numberAt(at.inputs, "fromPort");
      const to = numberAt(at.inputs, "toPort");
      if (protocol === UNKNOWN || from === UNKNOWN || to === UNKNOWN)
        return unknown(at, "which ports it opens to the world");
      const allowed = `ports ${config.worldPorts.join(", ")}`;
      if (protocol === "-1" || from === undefined || to === undefined)
        return violated(at, "all ports open to the world", allowed);
      const isAllowed = from === to && config.worldPorts.includes(from);
      const ports = from === to ? `port ${from}` : `ports ${from} to ${to}`;
      return isAllowed ? fine(at) : violated(at, `${ports} open to the world`, allowed);
    }),
});
