import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { Children } from "../overrides";
import { type ValkeyClusterArgs, valkeyCluster, valkeyIntent } from "./valkey-cluster";

export type ChatBrokerArgs = ValkeyClusterArgs;

/** Rooms that vanish silently would be worse than a refused write. */
const PARAMETERS = { "maxmemory-policy": "noeviction" };

/** How chat messages get from the server that took them to the servers that hold the room's viewers. */
export class ChatBroker extends ComponentResource {
  static readonly type = "tidegate:data:ChatBroker";
  /** The address that knows all shards. */
  readonly endpoint: Output<string>;
  readonly port: number;

  constructor(name: string, args: ChatBrokerArgs, opts?: ComponentResourceOptions) {
    const intent = valkeyIntent(ChatBroker.type, name, args, PARAMETERS);
    super(ChatBroker.type, name, intent, opts);
    const children = new Children(this, name, args);
    const { endpoint, port } = valkeyCluster(children, args, {
      intent,
      description: "Chat messages between the servers of an event",
    });
    this.endpoint = endpoint;
    this.port = port;
    children.publish({ endpoint, port });
  }
}
