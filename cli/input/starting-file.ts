import { TIERS, type TierName } from "../../capacity/event/tiers";
import { numberText } from "../../capacity/event/words";
import { required } from "../../capacity/problems";

/** What differs between the starting files of the classes. */
const BY_TIER: Readonly<Record<TierName, { readonly cdns: string; readonly chat: string; readonly quotas: string }>> = {
  "10k": {
    cdns: "    - { provider: cloudfront, shareRatio: 1 }",
    chat: "  # chat: { criticality: value-added, messagesPerViewerPerMinute: 0.2 }",
    quotas: "    L-1216C47A: 64 # running on-demand standard instances, vCPU",
  },
  "100k": {
    cdns: "    - { provider: cloudfront, shareRatio: 1 }\n    # A second CDN carries the event when the first one fails:\n    # - { provider: cloudflare, shareRatio: 0.3 }",
    chat: "  chat: { criticality: value-added, messagesPerViewerPerMinute: 0.2 }",
    quotas: "    L-1216C47A: 512 # running on-demand standard instances, vCPU",
  },
  "1m": {
    cdns: "    - { provider: cloudfront, shareRatio: 0.6 }\n    - { provider: cloudflare, shareRatio: 0.4 } # add limitGbps: what your contract says",
    chat: "  chat: { criticality: value-added, messagesPerViewerPerMinute: 0.2 }",
    quotas:
      "    L-1216C47A: 2000 # running on-demand standard instances, vCPU\n    L-0F1E9017: 150 # CloudFront data transfer rate per distribution, Gbps",
  },
};

/** Whether YAML reads a name as text without quotes. */
function isPlain(name: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(name) && !["null", "true", "false"].includes(name);
}

/** A commented event file to start from; it is valid as it stands where the name is. */
export function startingFile({ tier, name }: { readonly tier: TierName; readonly name: string }): string {
  const { defaultAudience } = required(
    TIERS.find((candidate) => candidate.name === tier),
    `tier ${tier}`,
  );
  const { cdns, chat, quotas } = BY_TIER[tier];
  const { low, expected, high } = defaultAudience;
  return `# yaml-language-server: $schema=event.schema.json
# Your editor completes and checks with it once you have run: tidegate schema > event.schema.json
#
# Only name, start and audience are needed. What you leave out has a default, and the report stars those that are assumed.
# Every number may be uncertain: { low, expected, high }, where low and high are the ends you would be surprised to pass.
# All fields: tidegate schema. Check this file: tidegate validate FILE. Plan it: tidegate plan FILE.

name: ${isPlain(name) ? name : JSON.stringify(name)}
owner: live-operations@example.com
tier: ${tier}
start: 2027-01-31T20:00[Europe/Berlin] # local time and IANA zone
duration: 2h
# repeats: { every: day, until: 2027-02-26 }

audience:
  # Playback sessions at the highest instant, not unique viewers. The plan is for high: ${numberText(high)}.
  peakConcurrentViewers: { low: ${low}, expected: ${expected}, high: ${high} }
  ramp: 15m # from doors to the peak
  viewersBehindOneAddress: { expected: 40, high: 300 } # offices and mobile carriers share addresses
  # regions:
  #   - { name: Europe, priceRegion: europe-israel, peakShareRatio: 0.8 }
  #   - { name: North America, priceRegion: us-mx-ca, peakShareRatio: 0.2 }

stream:
  protocol: hls # hls, ll-hls, dash, http-flv or webrtc
  ladder: aws-live-streaming-1080p # or rungs: [{ name: 720p, height: 720, kbps: 2700, mixRatio: 1 }]
  segmentSeconds: 6
  # meanKbps: 2200 # what your logs say viewers really get

features:
  signIn: { criticality: core, hash: argon2id-19MiB }
  api: { criticality: core }
  telemetry: { criticality: value-added }
${chat}
  # shortVideo: { criticality: value-added }
  # services:
  #   rewards: { criticality: value-added, callsPerJoin: 1 }

# hosts:
#   app: live.example.com
#   zone: example.com
#   media: { cloudfront: [media.example.com] }

delivery:
  cdns:
${cdns}

cluster:
  region: us-east-1 # prices of this region are all known
  survivingZones: 2 # of three: the peak holds when a zone is lost

account:
  quotas: # as applied in your account; what is not listed is taken as a new account's
${quotas}

risk: 0.05 # accepted probability that some part of the chain is short
`;
}
