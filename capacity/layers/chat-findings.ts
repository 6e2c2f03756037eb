import { coefficient } from "../catalog/coefficients";
import { limitValue } from "../catalog/limits";
import { numberText } from "../event/words";
import { type Finding, required } from "../problems";
import { figure } from "./figure";
import type { SizingContext } from "./layer";

/** Idle timeouts on the way of a long connection: the shortest one cuts it. */
const IDLE_TIMEOUTS = [
  ["an Application Load Balancer", "aws/elasticloadbalancing/alb-idle-timeout"],
  ["a Network Load Balancer", "aws/elasticloadbalancing/nlb-tcp-idle-timeout"],
  ["connection tracking on the newest machines", "aws/ec2/idle-tcp-connection-tracking-timeout-nitro-v6"],
] as const;

/** What an operator should know about the planned chat. */
export function chatFindings(
  planned: { readonly egressGbps: number; readonly brokerShards: number },
  context: SizingContext,
): readonly Finding[] {
  return [...pings(context), ...sampling(context), ...broker(planned.brokerShards)];
}

/** Long connections die quietly: a ping must come before any idle timeout on the way ends. */
function pings(context: SizingContext): readonly Finding[] {
  const pingSeconds = context.value("pingSeconds");
  const cut = IDLE_TIMEOUTS.map(([what, key]) => ({ what, seconds: limitValue(key) })).filter(
    ({ seconds }) => pingSeconds >= seconds,
  );
  if (cut.length === 0) return [];
  const shortest = Math.min(...cut.map(({ seconds }) => seconds));
  return [
    {
      id: "chat-ping-too-rare",
      severity: "warning",
      where: "features.chat.pingSeconds",
      found: `a ping every ${pingSeconds} s`,
      expected: cut.map(({ what, seconds }) => `less than ${seconds} s for ${what}`).join(", "),
      fix: `Set features.chat.pingSeconds to ${numberText(Math.floor(shortest / 2))} s, half of the shortest timeout: idle chat connections are cut otherwise, and all reconnect.`,
      source: "catalog: idle timeouts of balancers and connection tracking",
    },
  ];
}

/** Says how much of what is written nobody sees, since that is a choice viewers notice. */
function sampling(context: SizingContext): readonly Finding[] {
  const writtenPerSecond = (context.value("viewersPerRoom") * context.value("messagesPerViewerPerMinute")) / 60;
  const visiblePerSecond = context.value("visibleMessagesPerSecond");
  if (writtenPerSecond <= visiblePerSecond) return [];
  const shown = Math.round((visiblePerSecond / writtenPerSecond) * 100);
  return [
    {
      id: "chat-sampled",
      severity: "note",
      where: "chat",
      found: `a full room writes ${figure(writtenPerSecond)} messages/s`,
      expected: `at most ${figure(visiblePerSecond)} messages/s to read; ${shown} % of messages are shown`,
      fix: "Keep sampling on the server, or lower features.chat.viewersPerRoom: without either, deliveries grow with the square of the viewers.",
      source: "chat.fanout; chat.visibleMessagesPerSecondPerRoom",
    },
  ];
}

function broker(shards: number): readonly Finding[] {
  if (shards < 2) return [];
  const classic = coefficient("chat.redis.clusterPubsub.degradesAt");
  return [
    {
      id: "chat-broker-sharded",
      severity: "note",
      where: "chat",
      found: `${shards} broker shards`,
      expected: `sharded publish/subscribe: the classic cluster kind degrades from ${numberText(required(classic.expected, classic.key))} messages/s on`,
      fix: "Turn on sharded publish/subscribe in the chat server, so that a message reaches only the shard of its room.",
      source: classic.source,
    },
  ];
}
