import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { KEY_RULE, Requirements } from "../requirements";
import { nameTag } from "../tags";
import { parseCidr } from "./cidr";

/** Where a balancer's traffic may come from: a block, or a prefix list such as CloudFront's. */
export type BalancerSource = { readonly cidr: string } | { readonly prefixListId: Input<string> };

/** Who may talk to whom inside the VPC. */
export interface BaseFirewallArgs extends Overridable {
  readonly vpcId: Input<string>;
  /** Who may reach balancers: a name of ours → where from. A prefix list counts as many rules as it may have entries, CloudFront's 55 of a group's 60. @default everybody, as `internet` */
  readonly balancerSources?: Readonly<Record<string, BalancerSource>>;
  /** Ports that balancers listen on. @default 443 */
  readonly balancerPorts?: readonly number[];
  /** Ports of pods that balancers send to. @default 1024 to 65535 */
  readonly podPorts?: { readonly from: number; readonly to: number };
  /** Ports of caches and databases, by name. @default `cache` 6379, `postgres` 5432 */
  readonly dataPorts?: Readonly<Record<string, number>>;
}

const EVERYBODY: Readonly<Record<string, BalancerSource>> = { internet: { cidr: "0.0.0.0/0" } };
const DATA_PORTS = { cache: 6379, postgres: 5432 };
const PORT = { min: 1, max: 65_535 };
/** @see VPC quotas, "Inbound or outbound rules per security group" */
const RULES_PER_GROUP = 60;

/** Security groups of balancers, nodes and data, each open to the one before it, and the VPC's default group closed. */
export class BaseFirewall extends ComponentResource {
  static readonly type = "tidegate:guard:BaseFirewall";
  readonly balancersGroupId: Output<string>;
  readonly nodesGroupId: Output<string>;
  readonly dataGroupId: Output<string>;

  constructor(name: string, args: BaseFirewallArgs, opts?: ComponentResourceOptions) {
    const { balancerSources = EVERYBODY, balancerPorts = [443], dataPorts = DATA_PORTS } = args;
    const { podPorts = { from: 1024, to: 65_535 } } = args;
    checkPorts(name, { balancerSources, balancerPorts, dataPorts, podPorts });
    const intent = { balancerSources: Object.keys(balancerSources), balancerPorts, dataPorts, podPorts };
    super(BaseFirewall.type, name, { ...intent, ...overriddenInputs(args) }, opts);
    const groups = new Groups(new Children(this, name, args), args.vpcId);
    groups.closeDefault();
    const balancers = groups.make("balancers", "Balancers, reached from outside");
    const nodes = groups.make("nodes", "Nodes and pods, reached from balancers and from each other");
    const data = groups.make("data", "Caches and databases, reached from nodes");
    for (const [key, source] of Object.entries(balancerSources)) {
      for (const port of balancerPorts) {
        groups.allowIn("balancers-from", `${key}-${port}`, balancers, { ...sourceInputs(source), ...onlyPort(port) });
      }
    }
    const toPods = { ipProtocol: "tcp", fromPort: podPorts.from, toPort: podPorts.to };
    groups.allowOut("balancers-to", "nodes", balancers, { referencedSecurityGroupId: nodes.id, ...toPods });
    groups.allowIn("nodes-from", "balancers", nodes, { referencedSecurityGroupId: balancers.id, ...toPods });
    groups.allowIn("nodes-from", "nodes", nodes, { referencedSecurityGroupId: nodes.id, ipProtocol: "-1" });
    groups.allowOut("nodes-to", "anywhere", nodes, { cidrIpv4: "0.0.0.0/0", ipProtocol: "-1" });
    for (const [key, port] of Object.entries(dataPorts)) {
      groups.allowIn("data-from-nodes", key, data, { referencedSecurityGroupId: nodes.id, ...onlyPort(port) });
    }
    this.balancersGroupId = balancers.id;
    this.nodesGroupId = nodes.id;
    this.dataGroupId = data.id;
    const ids = {
      balancersGroupId: this.balancersGroupId,
      nodesGroupId: this.nodesGroupId,
      dataGroupId: this.dataGroupId,
    };
    groups.children.publish(ids);
  }
}

type RuleInputs = Omit<ConstructorParameters<typeof SecurityGroupIngressRule>[1], "securityGroupId">;

class Groups {
  constructor(
    readonly children: Children,
    readonly vpcId: Input<string>,
  ) {}

  /** Whatever names no group stands in this one. */
  closeDefault(): void {
    const tags = nameTag(this.children.nameOf("default"));
    this.children.make(DefaultSecurityGroup, "default", { vpcId: this.vpcId, ingress: [], egress: [], tags });
  }

  make(role: string, description: string): SecurityGroup {
    const name = this.children.physicalName(role, { maxLength: 255, pattern: /^(?!sg-)/ });
    const tags = nameTag(this.children.nameOf(role));
    return this.children.make(SecurityGroup, role, { name, description, vpcId: this.vpcId, tags });
  }

  allowIn(role: string, key: string, group: SecurityGroup, rule: RuleInputs): void {
    this.children.make(SecurityGroupIngressRule, { role, key }, { securityGroupId: group.id, ...rule });
  }

  allowOut(role: string, key: string, group: SecurityGroup, rule: RuleInputs): void {
    this.children.make(SecurityGroupEgressRule, { role, key }, { securityGroupId: group.id, ...rule });
  }
}

function onlyPort(port: number) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}

function sourceInputs(source: BalancerSource) {
  return "cidr" in source ? { cidrIpv4: source.cidr } : { prefixListId: source.prefixListId };
}

function checkPorts(name: string, inputs: Required<Omit<BaseFirewallArgs, "vpcId" | "overrides">>): void {
  const { balancerSources, balancerPorts, podPorts, dataPorts } = inputs;
  const rules = Object.keys(balancerSources).length * balancerPorts.length;
  const checks = new Requirements(BaseFirewall.type, name)
    .list("balancerPorts", balancerPorts, { min: 1 })
    .whole("podPorts.from", podPorts.from, PORT)
    .whole("podPorts.to", podPorts.to, { min: podPorts.from, max: PORT.max })
    .list("dataPorts", Object.values(dataPorts))
    .holds(
      rules <= RULES_PER_GROUP,
      "balancerSources",
      `${rules} rules`,
      `at most ${RULES_PER_GROUP}: sources × ports`,
    );
  for (const [at, port] of balancerPorts.entries()) checks.whole(`balancerPorts[${at}]`, port, PORT);
  for (const [key, port] of Object.entries(dataPorts))
    checks.text("dataPorts", key, KEY_RULE).whole(`dataPorts.${key}`, port, PORT);
  for (const [key, source] of Object.entries(balancerSources)) {
    checks.text("balancerSources", key, KEY_RULE);
    if (!("cidr" in source)) continue;
    const isBlock = parseCidr(source.cidr) !== undefined;
    checks.holds(isBlock, `balancerSources.${key}.cidr`, source.cidr, "a block such as 192.0.2.0/24");
  }
  checks.enforce();
}
