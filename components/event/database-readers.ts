import { ClusterEndpoint } from "@pulumi/aws/rds/clusterEndpoint";
import { ClusterInstance } from "@pulumi/aws/rds/clusterInstance";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { Requirements } from "../requirements";

/** Readers that an event adds to the platform's Aurora cluster. */
export interface DatabaseReadersArgs extends Overridable {
  readonly clusterIdentifier: Input<string>;
  /** The cluster's own. */
  readonly engine: "aurora-mysql" | "aurora-postgresql";
  /** The plan's number, 1 to 15. */
  readonly readers: number;
  /** Such as db.r7g.2xlarge. */
  readonly instanceClass: string;
  /** Zones that take turns. @default Aurora chooses */
  readonly zones?: readonly string[];
  /** The platform's own readers count, too: most that the cluster may have. @default 15 */
  readonly maxReaders?: number;
}

/** The last to be chosen when the writer fails: what goes with the event must not become what stays. @see Aurora user guide, "Fault tolerance for an Aurora DB cluster" */
const LAST_PROMOTION_TIER = 15;
/** @see quota L-5BC124EF, read replicas per primary */
const READERS = 15;

/** Database readers for the time of an event, under an endpoint of their own, so that its load stays off the others. */
export class DatabaseReaders extends ComponentResource {
  static readonly type = "tidegate:data:DatabaseReaders";
  readonly endpoint: Output<string>;

  constructor(name: string, args: DatabaseReadersArgs, opts?: ComponentResourceOptions) {
    const intent = readersIntent(DatabaseReaders.type, name, args);
    super(DatabaseReaders.type, name, intent, opts);
    const children = new Children(this, name, args);
    const { clusterIdentifier, engine } = args;
    const readers = Array.from({ length: intent.readers }, (_, at) => {
      const role = { role: "reader", key: String(at + 1) };
      const zone = intent.zones[at % intent.zones.length];
      return children.make(ClusterInstance, role, {
        identifier: children.physicalName(role, { maxLength: 63 }),
        clusterIdentifier,
        engine,
        instanceClass: intent.instanceClass,
        promotionTier: LAST_PROMOTION_TIER,
        publiclyAccessible: false,
        autoMinorVersionUpgrade: false,
        applyImmediately: true,
        ...(zone === undefined ? {} : { availabilityZone: zone }),
      });
    });
    const endpoint = children.make(ClusterEndpoint, "endpoint", {
      clusterEndpointIdentifier: children.physicalName("endpoint", { maxLength: 63 }),
      clusterIdentifier,
      customEndpointType: "READER",
      staticMembers: readers.map((reader) => reader.identifier),
    });
    this.endpoint = endpoint.endpoint;
    children.publish({ endpoint: this.endpoint });
  }
}

function readersIntent(type: string, name: string, args: DatabaseReadersArgs) {
  const { readers, instanceClass, engine, zones = [], maxReaders = READERS } = args;
  new Requirements(type, name)
    .oneOf("engine", engine, ["aurora-mysql", "aurora-postgresql"])
    .whole("maxReaders", maxReaders, { min: 1, max: READERS })
    .whole("readers", readers, { min: 1, max: maxReaders })
    .text("instanceClass", instanceClass, {
      pattern: /^db\.[a-z0-9]+\.[a-z0-9]+$/,
      words: "a class such as db.r7g.2xlarge",
    })
    .list("zones", zones)
    .enforce();
  return { engine, readers, instanceClass, zones, ...overriddenInputs(args) };
}
