import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { Children } from "../overrides";
import { type ValkeyClusterArgs, valkeyCluster, valkeyIntent } from "./valkey-cluster";

export type SessionCacheArgs = ValkeyClusterArgs;

/** A full cache forgets what hasn't been asked for longest, and never what has no expiry. */
const PARAMETERS = { "maxmemory-policy": "volatile-lru" };

/** What an event's services remember between calls: sessions, tokens, hot objects. */
export class SessionCache extends ComponentResource {
  static readonly type = "tidegate:data:SessionCache";
  /** The address that knows all shards. */
  readonly endpoint: Output<string>;
  readonly port: number;

  constructor(name: string, args: SessionCacheArgs, opts?: ComponentResourceOptions) {
    const intent = valkeyIntent(SessionCache.type, name, args, PARAMETERS);
    super(SessionCache.type, name, intent, opts);
    const children = new Children(this, name, args);
    const { endpoint, port } = valkeyCluster(children, args, {
      intent,
      description: "Sessions and what services cache of an event",
    });
    this.endpoint = endpoint;
    this.port = port;
    children.publish({ endpoint, port });
  }
}
