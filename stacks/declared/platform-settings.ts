import { z } from "zod";
import { CLOUDFLARE_PLANS } from "../../capacity/event/cloudflare-plans";
import { numberField, textField, wordField } from "../../capacity/event/field";
import { CONTROL_PLANE_TIERS } from "../../capacity/layers/control-plane-tiers";
import { cidrField, hostField, mailField, namedField, regionField } from "./fields";

const ACCOUNT = {
  pattern: /^\d{12}$/,
  expected: "an account's 12 digits, quoted",
  fix: 'Write it like "123456789012"',
};
const ARN = {
  pattern: /^arn:[^\s:]+:[^\s:]+:\S+$/,
  expected: "an ARN",
  fix: "Write it like arn:aws:iam::123456789012:role/deployer",
};

/** What a platform is sized for: what all overlapping events together may take. */
export const ceilingSchema = z
  .strictObject({
    nodes: numberField(
      { unit: "nodes", min: 1, max: 5000, whole: true },
      { is: "Event nodes in service at once, over all zones, the planned loss of one included." },
    ),
    podsPerNode: numberField(
      { unit: "pods", min: 8, max: 250, whole: true },
      { is: "Pods on a node. Default 110." },
    ).optional(),
    natAddressesPerZone: numberField(
      { unit: "addresses", min: 1, max: 8, whole: true },
      { is: "Public addresses of each zone's NAT gateway. Default 1.", default: 1 },
    ).optional(),
    controlPlaneTier: wordField(CONTROL_PLANE_TIERS, {
      is: "Provisioned capacity of the cluster's control plane. Default standard.",
      default: "standard",
    }).optional(),
  })
  .describe("What overlapping events may take together; raised and lowered by pull request.");

/** Config of a platform stack. */
export const platformSchema = z.strictObject({
  program: z.literal("platform").describe("Which program the stack runs."),
  owner: mailField("Who answers for the platform."),
  region: regionField("AWS region of everything that has one."),
  accountId: textField(ACCOUNT, { is: "AWS account." }),
  partition: wordField(["aws", "aws-cn", "aws-us-gov"], {
    is: "AWS partition. Default aws.",
    default: "aws",
  }).optional(),
  zones: z
    .array(
      textField(
        { pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, expected: "an availability zone", fix: "Write it like us-east-1a" },
        { is: "An availability zone by name." },
      ),
    )
    .min(2)
    .max(6)
    .describe("Availability zones; more may be added at the end, none may change its place."),
  ceiling: ceilingSchema,
  cidr: cidrField("The VPC's own block. Default 10.0.0.0/16.").optional(),
  admins: namedField(
    textField(ARN, { is: "A role or user." }),
    "Who may do everything in the cluster, whoever deploys among them: a name → the ARN of a role or user.",
  ),
  publicAccessCidrs: z
    .array(cidrField("A block."))
    .max(100)
    .describe(
      "Who may reach the cluster's API from the internet, with credentials alone. Default: nobody, deployments run inside the VPC.",
    )
    .optional(),
  hosts: z
    .strictObject({
      media: z
        .array(hostField("A media host, or all below a name."))
        .min(1)
        .max(10)
        .describe("Media hosts on CloudFront, in its certificate."),
      balancers: z
        .array(hostField("A host of balancers."))
        .min(1)
        .max(10)
        .describe("Hosts that balancers answer to, in theirs.")
        .optional(),
    })
    .describe("Names in the certificates; wildcards cover the hosts of every event.")
    .optional(),
  cloudflare: z
    .strictObject({
      zoneId: textField(
        {
          pattern: /^[0-9a-f]{32}$/,
          expected: "a zone's 32 hexadecimal digits",
          fix: "Copy it from the zone's overview",
        },
        { is: "The zone in which app hosts and media hosts lie." },
      ),
      zone: hostField("The zone's name."),
      plan: wordField(CLOUDFLARE_PLANS, { is: "The zone's plan." }),
    })
    .describe("The Cloudflare zone in front of the app hosts. Default: none, and no waiting room.")
    .optional(),
  signingKeys: namedField(
    textField(
      {
        pattern: /^-----BEGIN PUBLIC KEY-----[\s\S]+-----END PUBLIC KEY-----\s*$/,
        maxLength: 2000,
        expected: "a public key in PEM",
        fix: "Write the text between and with the BEGIN and END lines",
      },
      { is: "A public key." },
    ),
    "Public keys by which signed media URLs are checked: a name → PEM.",
  ).optional(),
  alarmEmails: namedField(
    mailField("An address."),
    "Who gets alarms by mail: a name → address. Default: nobody.",
  ).optional(),
  uploadOrigins: z
    .array(
      textField(
        { pattern: /^https:\/\/[^/\s]+$/, expected: "an origin", fix: "Write it like https://live.example.com" },
        { is: "An origin." },
      ),
    )
    .max(50)
    .describe("Pages from which viewers upload. Default: none.")
    .optional(),
  database: z
    .strictObject({
      clusterIdentifier: textField(
        { pattern: /^[a-z][a-z0-9-]{0,62}$/, expected: "a cluster's identifier", fix: "Write it like live" },
        { is: "The Aurora cluster that events add readers to." },
      ),
      engine: wordField(["aurora-mysql", "aurora-postgresql"], { is: "Its engine." }),
      ownReaders: numberField(
        { unit: "instances", min: 0, max: 15, whole: true },
        { is: "Readers it has without any event. Default 1.", default: 1 },
      ).optional(),
    })
    .describe("A database that is there already. Default: none.")
    .optional(),
});

export type PlatformSettings = z.infer<typeof platformSchema>;
