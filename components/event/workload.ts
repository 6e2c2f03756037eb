import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { FloorWindow } from "../../capacity/timeline";
import { policyDocument, ROLE_NAME_LENGTH, ROLE_POLICY_NAME_LENGTH, type Statement, trustPods } from "../iam";
import { Children, type Overridable } from "../overrides";
import { CRITICALITY_LABEL, type Criticality, EVENT_LABEL } from "./event-labels";
import { podTemplate } from "./pod-template";
import { scaledObject } from "./scaled-object";
import { floorTargets, type TimedFloor } from "./timer-targets";
import { shareOf, type WorkloadIntent, workloadIntent } from "./workload-intent";

/** A service of an event: run by us when there is an image, only kept from shrinking when it is somebody else's deployment. */
export interface WorkloadArgs extends Overridable {
  readonly event: string;
  /** The pool whose nodes carry it, as in the plan. */
  readonly pool: string;
  readonly criticality: Criticality;
  readonly namespace: Input<string>;
  /** Copies that run at least. */
  readonly replicas: number;
  /** What one copy asks for. */
  readonly pod: { readonly vcpu: number; readonly memoryGib: number };
  /** What to run; this or `deployment`. @default none */
  readonly image?: string;
  /** The name of a deployment in the namespace that gets a floor and nothing else; this or `image`. @default none */
  readonly deployment?: Input<string>;
  /** Copies at most; the plan found room on its nodes for the floor alone. @default the floor */
  readonly maxReplicas?: number;
  /** Whole GPUs of one copy. @default 0 */
  readonly gpus?: number;
  /** Where it listens. @default 8080 */
  readonly port?: number;
  /** CPU use, 0 to 1 of what is asked for, above which copies are added. @default 0.7 */
  readonly targetUtilization?: number;
  /** The target group's delay; the pod goes on serving that long after it was told to end. @default 60 */
  readonly deregistrationDelaySeconds?: number;
  /** What the process needs to end its connections once told. @default 30 */
  readonly drainSeconds?: number;
  /** What answers 200 over plain HTTP while it can serve. @default "/healthz" */
  readonly probePath?: string;
  /** @default none */
  readonly env?: Readonly<Record<string, Input<string>>>;
  /** @default the cluster's default priority */
  readonly priorityClassName?: Input<string>;
  /** Longest queue of waiting connections (net.core.somaxconn) in the pod: needs a pool that allows it and a namespace whose podSecurity is `privileged`. @default the kernel's, 4096 */
  readonly listenBacklog?: number;
  /** What its pods may do at AWS, by a role of their own, in which cluster. @default nothing */
  readonly rights?: { readonly clusterName: Input<string>; readonly statements: readonly Statement[] };
  /** Deployments, each with a service, over which copies are split: for more copies than one balancer may have targets. @default 1 */
  readonly shards?: number;
  /** For an armed event: timers move floor and ceiling, and a deployment doesn't wait for pods, whose nodes come later. @default none: `replicas` and `maxReplicas` from the start, and whenever it is deployed */
  readonly timed?: TimedWorkload;
}

/** A floor that timers move. */
export interface TimedWorkload {
  /** Copies at least when it is made: the timeline's at `deployBy`. */
  readonly startReplicas: number;
  /** Copies at most when it is made; a window that repeats needs it as low as that, since its clock also runs before the first raise. @default maxReplicas */
  readonly startMaxReplicas?: number;
  /** When the floor holds by the cluster's own clock as well. @default none */
  readonly window?: FloorWindow;
}

/** Longest name of a deployment whose pods' names, 17 longer, are still host names. @see Kubernetes documentation, "Object Names and IDs" */
const DEPLOYMENT_NAME_LENGTH = 46;
/** KEDA names its autoscaler after the object, 9 longer. @see facts of keda.sh/v1alpha1:ScaledObject */
const SCALED_OBJECT_NAME_LENGTH = 54;
/** Copies that a rolling update has besides, for a while. */
export const SURGE_PERCENT = 10;
/** A thousand pods that pull an image take longer than Pulumi's ten minutes. */
const ROLLOUT_SECONDS = 1800;

/** One service of the plan on the event's nodes: deployment, service, floor and budget, drained longer than its balancer needs. */
export class Workload extends ComponentResource {
  static readonly type = "tidegate:compute:Workload";
  /** One for each shard; none for a deployment that is somebody else's. */
  readonly serviceNames: readonly Output<string>[];
  /** What timers move: one for each shard. */
  readonly floors: readonly TimedFloor[];

  constructor(name: string, args: WorkloadArgs, opts?: ComponentResourceOptions) {
    const intent = workloadIntent(Workload.type, name, args);
    super(Workload.type, name, intent, opts);
    const parts = new WorkloadParts(new Children(this, name, args), args, intent);
    if (args.deployment !== undefined) {
      parts.floor(0, args.deployment, { givesBack: "yes" });
      this.serviceNames = [];
    } else {
      const account = parts.account();
      const identity = parts.identity(account);
      this.serviceNames = Array.from({ length: intent.shards }, (_, at) => parts.shard(at, account, identity));
    }
    this.floors = parts.floors;
    parts.children.publish({ serviceNames: this.serviceNames });
  }
}

class WorkloadParts {
  readonly floors: TimedFloor[] = [];

  constructor(
    readonly children: Children,
    readonly args: WorkloadArgs,
    readonly intent: WorkloadIntent,
  ) {}

  account(): ServiceAccount {
    const name = this.children.physicalName("account", { maxLength: 63 });
    return this.children.make(ServiceAccount, "account", {
      metadata: this.metadata(name),
      automountServiceAccountToken: false,
    });
  }

  /** A pod gets its credentials when it starts, or not at all: deployments wait for this. */
  identity(account: ServiceAccount): readonly Resource[] {
    const { rights, namespace } = this.args;
    if (rights === undefined) return [];
    const role = this.children.make(Role, "role", {
      name: this.children.physicalName("role", { maxLength: ROLE_NAME_LENGTH }),
      assumeRolePolicy: trustPods(),
    });
    const policy = this.children.make(RolePolicy, "rights", {
      name: this.children.physicalName("rights", { maxLength: ROLE_POLICY_NAME_LENGTH }),
      role: role.name,
      policy: policyDocument(rights.statements),
    });
    const who = { clusterName: rights.clusterName, namespace, serviceAccount: account.metadata.name };
    // A second association for one account is refused, so a replacement can't be made first.
    const opts = { deleteBeforeReplace: true, dependsOn: [policy] };
    return [this.children.make(PodIdentityAssociation, "identity", { ...who, roleArn: role.arn }, opts)];
  }

  shard(at: number, account: ServiceAccount, after: readonly Resource[]): Output<string> {
    const role = this.role("deployment", at);
    const appName = this.children.physicalName(role, { maxLength: DEPLOYMENT_NAME_LENGTH });
    const selector = { "app.kubernetes.io/name": appName };
    const annotations = { "pulumi.com/timeoutSeconds": String(ROLLOUT_SECONDS), ...this.patience() };
    const pod = podTemplate(this.args, this.intent, { selector, serviceAccountName: account.metadata.name });
    const inputs = {
      metadata: { ...this.metadata(appName), annotations },
      // No replicas: they are the autoscaler's.
      spec: {
        selector: { matchLabels: selector },
        // Full nodes have no room for a copy more, so a few old ones may go first.
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: `${SURGE_PERCENT}%`, maxUnavailable: "5%" } },
        progressDeadlineSeconds: ROLLOUT_SECONDS,
        template: { metadata: { labels: { ...this.labels(), ...selector } }, spec: pod },
      },
    };
    const deployment = this.children.make(Deployment, role, inputs, { dependsOn: [...after] });
    this.floor(at, deployment.metadata.name, { givesBack: "no", name: appName });
    this.budget(at, selector);
    return this.service(at, selector);
  }

  /** An armed event's nodes come later: nobody waits for pods but the check before doors. */
  private patience(): Record<string, string> {
    return this.intent.sizedBy === "timers" ? { "pulumi.com/skipAwait": "true" } : {};
  }

  /** An existing deployment gets back the count it had when the event is gone. */
  floor(
    at: number,
    deployment: Input<string>,
    { givesBack, name = deployment }: { readonly givesBack: "yes" | "no"; readonly name?: Input<string> },
  ): void {
    const { replicas, startReplicas, startMaxReplicas, shards, targetUtilization, sizedBy } = this.intent;
    const role = this.role("floor", at);
    const scaledObjectName = this.children.physicalName(role, { maxLength: SCALED_OBJECT_NAME_LENGTH });
    const window = this.args.timed?.window;
    const share = (count: number): number =>
      sizedBy === "timers" ? (floorTargets(count, shards)[at] ?? 1) : shareOf(count, shards, at);
    const spec = scaledObject({
      deployment,
      minReplicas: share(startReplicas),
      maxReplicas: share(startMaxReplicas),
      targetUtilization,
      givesBack,
      ...(window === undefined ? {} : { window: { ...window, replicas: share(replicas) } }),
    });
    const metadata = this.metadata(scaledObjectName);
    const inputs = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", metadata, spec };
    const ignored = sizedBy === "timers" ? { ignoreChanges: ["spec.minReplicaCount", "spec.maxReplicaCount"] } : {};
    this.children.make(CustomResource, role, inputs, ignored);
    this.floors.push({ scaledObject: scaledObjectName, deployment: name });
  }

  private budget(at: number, matchLabels: Record<string, string>): void {
    const role = this.role("budget", at);
    this.children.make(PodDisruptionBudget, role, {
      metadata: this.metadata(this.children.physicalName(role, { maxLength: 63 })),
      // Broken pods may go at any time: they serve nobody, and would block a node's drain for ever.
      spec: { selector: { matchLabels }, maxUnavailable: "10%", unhealthyPodEvictionPolicy: "AlwaysAllow" },
    });
  }

  private service(at: number, selector: Record<string, string>): Output<string> {
    const role = this.role("service", at);
    const { port } = this.intent;
    const service = this.children.make(Service, role, {
      metadata: {
        ...this.metadata(this.children.physicalName(role, { maxLength: 63 })),
        ...(this.intent.sizedBy === "timers" ? { annotations: this.patience() } : {}),
      },
      spec: { selector, ports: [{ name: "main", port, targetPort: "main", protocol: "TCP" }] },
    });
    return service.metadata.name;
  }

  /** The first shard has the plain name, so that a second one renames nothing. */
  private role(role: string, at: number) {
    return at === 0 ? role : { role, key: String(at + 1) };
  }

  private metadata(name: string) {
    return { name, namespace: this.args.namespace, labels: this.labels() };
  }

  private labels(): Record<string, string> {
    const { event, criticality } = this.intent;
    return { [EVENT_LABEL]: event, [CRITICALITY_LABEL]: criticality };
  }
}
