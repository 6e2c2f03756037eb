import { Certificate } from "@pulumi/aws/acm/certificate";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation";
import { DnsRecord } from "@pulumi/cloudflare/dnsRecord";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { HOST_RULE, Requirements } from "../requirements";

/** Which names are certified, and who answers for them. */
export interface CertificatesArgs extends Overridable {
  /** Names of media hosts on CloudFront, the first of which the certificate is called after; a wildcard covers the shards of every event. */
  readonly mediaHosts: readonly string[];
  /** Names that balancers in the platform's region answer to. @default none, and no such certificate */
  readonly balancerHosts?: readonly string[];
  /** The Cloudflare zone that the names are in. @default none: the records to make by hand are an output, and nothing waits for the certificates */
  readonly zoneId?: Input<string>;
  /** Old television sets read RSA alone; elliptic curves are shorter to shake hands with. @default "RSA_2048" */
  readonly keyAlgorithm?: "RSA_2048" | "EC_prime256v1";
}

/** A record by which a name is shown to be ours. */
export interface ValidationRecord {
  readonly host: string;
  readonly name: Output<string>;
  readonly type: Output<string>;
  readonly content: Output<string>;
}

/** CloudFront takes certificates from this region alone. @see CloudFront developer guide, "Requirements for using SSL/TLS certificates" */
const CLOUDFRONT_REGION = "us-east-1";
/** ACM: 10 names per certificate unless the quota is raised. @see ACM user guide, "Quotas" */
const NAMES_PER_CERTIFICATE = 10;
const RECORD_TTL_SECONDS = 60;

/** Certificates of the media hosts (for CloudFront) and of the balancers, with the DNS records that validate them. */
export class Certificates extends ComponentResource {
  static readonly type = "tidegate:delivery:Certificates";
  /** Validated where the zone is ours; else as asked for, pending until the records are there. */
  readonly mediaArn: Output<string>;
  readonly balancerArn: Output<string> | undefined;
  /** One per name, a wildcard and what it stands under sharing theirs; the same in every region of an account. */
  readonly validationRecords: readonly ValidationRecord[];

  constructor(name: string, args: CertificatesArgs, opts?: ComponentResourceOptions) {
    const { mediaHosts, balancerHosts = [], keyAlgorithm = "RSA_2048" } = args;
    checkHosts(name, { mediaHosts, balancerHosts });
    super(Certificates.type, name, { mediaHosts, balancerHosts, keyAlgorithm, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const media = certificate(children, "media", mediaHosts, { keyAlgorithm, region: CLOUDFRONT_REGION });
    const balancer =
      balancerHosts.length === 0 ? undefined : certificate(children, "balancer", balancerHosts, { keyAlgorithm });
    const asked = [media, ...(balancer === undefined ? [] : [balancer])];
    this.validationRecords = recordsFor(asked);
    const records = args.zoneId === undefined ? undefined : dnsRecords(children, this.validationRecords, args.zoneId);
    this.mediaArn = issued(children, media, records);
    this.balancerArn = balancer === undefined ? undefined : issued(children, balancer, records);
    children.publish({
      mediaArn: this.mediaArn,
      balancerArn: this.balancerArn,
      validationRecords: this.validationRecords,
    });
  }
}

interface AskedFor {
  readonly role: "media" | "balancer";
  readonly hosts: readonly string[];
  readonly certificate: Certificate;
  readonly region?: string;
}

interface CertificateTraits {
  readonly keyAlgorithm: string;
  /** @default the provider's */
  readonly region?: string;
}

function checkHosts(name: string, lists: Readonly<Record<"mediaHosts" | "balancerHosts", readonly string[]>>): void {
  const checks = new Requirements(Certificates.type, name)
    .list("mediaHosts", lists.mediaHosts, { min: 1, max: NAMES_PER_CERTIFICATE })
    .list("balancerHosts", lists.balancerHosts, { max: NAMES_PER_CERTIFICATE });
  for (const [input, hosts] of Object.entries(lists)) {
    for (const [at, host] of hosts.entries()) checks.text(`${input}[${at}]`, host, HOST_RULE);
  }
  checks.enforce();
}

function certificate(
  children: Children,
  role: "media" | "balancer",
  hosts: readonly string[],
  { keyAlgorithm, region }: CertificateTraits,
): AskedFor {
  const [domainName = ""] = hosts;
  const place = region === undefined ? {} : { region };
  // ACM counts the first among them, and asks for one at least.
  const names = { domainName, subjectAlternativeNames: [...hosts] };
  const inputs = { ...names, validationMethod: "DNS", keyAlgorithm, ...place };
  return { role, hosts, certificate: children.make(Certificate, role, inputs), ...place };
}

/** What a name is validated by: a wildcard by the record of what it stands under. */
function validatedName(host: string): string {
  return host.replace(/^\*\./, "");
}

function recordsFor(asked: readonly AskedFor[]): readonly ValidationRecord[] {
  const records = new Map<string, ValidationRecord>();
  for (const { hosts, certificate } of asked) {
    for (const host of hosts.map(validatedName)) {
      if (records.has(host)) continue;
      // The options come in no order of ours.
      const option = certificate.domainValidationOptions.apply((options) => {
        const found = options.find(({ domainName }) => validatedName(domainName) === host);
        if (found === undefined) throw new Error(`ACM named no validation record for ${host}`);
        return found;
      });
      records.set(host, {
        host,
        name: option.apply(({ resourceRecordName }) => withoutRoot(resourceRecordName)),
        type: option.apply(({ resourceRecordType }) => resourceRecordType),
        content: option.apply(({ resourceRecordValue }) => withoutRoot(resourceRecordValue)),
      });
    }
  }
  return [...records.values()];
}

/** ACM writes names with the root's dot, Cloudflare keeps them without: with it every preview would show a change. */
function withoutRoot(name: string): string {
  return name.replace(/\.$/, "");
}

function dnsRecords(
  children: Children,
  records: readonly ValidationRecord[],
  zoneId: Input<string>,
): ReadonlyMap<string, DnsRecord> {
  const made = records.map(({ host, name, content }) => {
    const inputs = { zoneId, name, type: "CNAME", content, ttl: RECORD_TTL_SECONDS, proxied: false };
    const role = { role: "record", key: host };
    return [host, children.make(DnsRecord, role, { ...inputs, comment: `shows ${host} to ACM` })] as const;
  });
  return new Map(made);
}

function issued(
  children: Children,
  { role, hosts, certificate, region }: AskedFor,
  records: ReadonlyMap<string, DnsRecord> | undefined,
): Output<string> {
  if (records === undefined) return certificate.arn;
  const names = [...new Set(hosts.map(validatedName))];
  const own = names.flatMap((host) => records.get(host) ?? []);
  const inputs = {
    certificateArn: certificate.arn,
    validationRecordFqdns: own.map((record) => record.name),
    ...(region === undefined ? {} : { region }),
  };
  return children.make(CertificateValidation, `${role}-validation`, inputs).certificateArn;
}
