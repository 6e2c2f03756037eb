import { type Input, log, type Output } from "@pulumi/pulumi";
import { ChatBroker } from "../../components/event/chat-broker";
import { DatabaseReaders } from "../../components/event/database-readers";
import { SessionCache } from "../../components/event/session-cache";
import { UploadLane } from "../../components/event/upload-lane";
import type { EventContext } from "./event-context";
import { chosenOf, layerOf, settingOf } from "./event-plan";

/** What services keep things in, by the variables that tell them where. */
export interface EventData {
  readonly env: Readonly<Record<string, Input<string>>>;
  readonly uploads?: UploadLane;
}

/**
 * 650,000 deliveries of 256 bytes a second, which the plan counts on for each shard, are 1.33 Gbit/s: the smallest of its family
 * whose baseline, 1.88 Gbit/s, carries that.
 */
const BROKER_NODE_TYPE = "cache.m7g.xlarge";

/** Caches, chat broker, database readers and the lane of uploads. */
export function buildData(context: EventContext): EventData {
  const { plan, platform, opts } = context;
  const { vpcId, zones } = platform.network;
  const place = {
    vpcId,
    subnetIds: zones.map(({ privateSubnetId }) => privateSubnetId),
    clientSecurityGroupIds: { nodes: platform.cluster.securityGroupId },
  };
  const env: Record<string, Input<string>> = {};
  const cache = layerOf(plan, "cache");
  if (cache !== undefined) {
    const shards = settingOf(cache, "shards");
    // A lost node without a twin is a lost shard, whatever the plan's own numbers say.
    const replicasPerShard = Math.max(1, settingOf(cache, "replicasPerShard"));
    const sessions = new SessionCache(
      "sessions",
      { ...place, shards, replicasPerShard, nodeType: chosenOf(cache) },
      opts,
    );
    env.SESSION_CACHE_ENDPOINT = endpointOf(sessions);
  }
  const chat = layerOf(plan, "chat");
  if (chat !== undefined) {
    const shards = settingOf(chat, "brokerShards");
    const replicasPerShard = Math.max(1, settingOf(chat, "brokerNodes") / shards - 1);
    const broker = new ChatBroker(
      "chat-broker",
      { ...place, shards, replicasPerShard, nodeType: BROKER_NODE_TYPE },
      opts,
    );
    env.CHAT_BROKER_ENDPOINT = endpointOf(broker);
  }
  const readers = buildReaders(context);
  if (readers !== undefined) env.DATABASE_READER_ENDPOINT = readers.endpoint;
  const uploads = buildUploads(context);
  if (uploads === undefined) return { env };
  return { env: { ...env, UPLOAD_QUEUE_URL: uploads.queueUrl, UPLOAD_BUCKET: uploads.bucketName }, uploads };
}

function endpointOf({ endpoint, port }: { readonly endpoint: Output<string>; readonly port: number }): Output<string> {
  return endpoint.apply((host) => `${host}:${port}`);
}

function buildReaders({ event, plan, platform, opts }: EventContext): DatabaseReaders | undefined {
  const layer = layerOf(plan, "database");
  if (layer === undefined) return undefined;
  const wanted = settingOf(layer, "readers");
  const { database } = platform;
  if (database === undefined) {
    log.warn(
      `The plan needs ${wanted} database readers and the platform names no database: what the services read from is not sized here`,
    );
    return undefined;
  }
  const readers = wanted - database.ownReaders;
  if (readers <= 0) return undefined;
  const { clusterIdentifier, engine } = database;
  const inputs = { clusterIdentifier, engine, readers, instanceClass: chosenOf(layer), zones: event.cluster.zones };
  return new DatabaseReaders("readers", inputs, opts);
}

function buildUploads({ event, plan, platform, hosts, opts }: EventContext): UploadLane | undefined {
  const layer = layerOf(plan, "upload");
  if (layer === undefined) return undefined;
  const { storage, alarms, accountId, partition } = platform;
  return new UploadLane(
    "uploads",
    {
      accountId,
      ...(partition === undefined ? {} : { partition }),
      ...(storage === undefined
        ? { pageOrigins: [`https://${hosts.app}`] }
        : { platformBucket: { name: storage.uploads.name, prefix: event.name } }),
      queuedUploads: Math.ceil(settingOf(layer, "queuedUploads")),
      ...(alarms === undefined ? {} : { alarmTopicArn: alarms.topicArn }),
    },
    opts,
  );
}
