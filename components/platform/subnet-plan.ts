import { type Block, contains, formatCidr, overlaps, parseCidr } from "./cidr";

/** A prefix that a network interface takes as a whole. @see EC2 user guide, "Prefix delegation for Amazon EC2 network interfaces" */
export const ADDRESSES_PER_PREFIX = 16;
/** Whole prefixes that the network plugin keeps ready on each node; the cluster's add-on is set to the same number. */
export const WARM_PREFIXES_PER_NODE = 1;
/** First, second, third and last address, and one for the future, in each subnet. @see VPC user guide, "Subnet sizing" */
export const ADDRESSES_TAKEN_BY_AWS = 5;
/** Smallest and largest subnet or VPC block: /28 and /16. @see VPC user guide, "VPC CIDR blocks" */
export const SUBNET_ADDRESSES = { min: 16, max: 65_536 } as const;
/** Public subnets have a place for as many zones as a region has (us-east-1: 6), so that a further zone moves none. */
const ZONE_PLACES = 6;
/** Upper half, second quarter, second eighth: 7/8 of a private subnet are for prefixes. Fixed, so that no growth ever moves them. */
const RESERVED_DOUBLINGS = 3;

/** What a zone of the cluster must find room for. */
export interface ZoneDemand {
  readonly nodes: number;
  readonly podsPerNode: number;
  /** Interfaces with one address each besides the nodes': balancers, endpoints, caches, databases, the control plane. */
  readonly otherAddresses: number;
}

/** Addresses that a demand takes, apart by what they are taken as. */
export interface ZoneAddresses {
  /** In whole prefixes. */
  readonly inPrefixes: number;
  /** One by one. */
  readonly single: number;
}

/** What to lay out. */
export interface SubnetRequest {
  /** The VPC's own block. */
  readonly cidr: string;
  /** Blocks to add to the VPC, in this order, once the own block is full. */
  readonly extraCidrs: readonly string[];
  readonly zones: readonly string[];
  /** Size of each public subnet: a power of two. */
  readonly publicAddressesPerZone: number;
  /** Size of each private subnet: a power of two. */
  readonly privateAddressesPerZone: number;
}

/** The subnets of one zone. */
export interface ZoneSubnets {
  readonly zone: string;
  readonly publicCidr: string;
  readonly privateCidr: string;
  /** Parts of the private subnet that only prefixes are taken from, so that single addresses never break them up. */
  readonly prefixCidrs: readonly string[];
}

/** A network's layout. */
export interface SubnetPlan {
  /** Blocks to add to the VPC's own: those that something stands in. */
  readonly extraCidrs: readonly string[];
  readonly zones: readonly ZoneSubnets[];
}

/** Why there is no layout: the input to change, what it is, what it should be. */
export interface NoRoom {
  readonly input: "cidr" | "extraCidrs";
  readonly found: string;
  readonly expected: string;
}

/** What nodes and their pods take. 110 pods are 7 prefixes, one more is kept warm: 8 × 16 = 128 addresses and the node's own. */
export function addressesFor({ nodes, podsPerNode, otherAddresses }: ZoneDemand): ZoneAddresses {
  const prefixes = Math.ceil(podsPerNode / ADDRESSES_PER_PREFIX) + WARM_PREFIXES_PER_NODE;
  return { inPrefixes: nodes * prefixes * ADDRESSES_PER_PREFIX, single: nodes + otherAddresses };
}

/** The smallest private subnet that has room, as a power of two; it may be larger than AWS allows. */
export function privateAddressesFor({ inPrefixes, single }: ZoneAddresses): number {
  let size: number = SUBNET_ADDRESSES.min;
  while (prefixAddresses(size) < inPrefixes || singleAddresses(size) < single) size *= 2;
  return size;
}

/** Addresses of a private subnet that stand in the parts for prefixes. */
export function prefixAddresses(size: number): number {
  return size - size / 2 ** RESERVED_DOUBLINGS;
}

/** Addresses of a private subnet that are left for one by one. */
export function singleAddresses(size: number): number {
  return Math.max(0, size / 2 ** RESERVED_DOUBLINGS - ADDRESSES_TAKEN_BY_AWS);
}

/**
 * Lays out one public and one private subnet per zone. Public ones stand at the start of the VPC's block, each at its zone's place;
 * a private one takes the first free place in the VPC's block or, when that is full, in the extra blocks.
 * A zone's subnets depend on the zones before it alone: a further zone at the end moves nothing.
 */
export function planSubnets(request: SubnetRequest): SubnetPlan | NoRoom {
  const own = parseCidr(request.cidr);
  const extra = request.extraCidrs.map(parseCidr).filter((block) => block !== undefined);
  const publicArea = ZONE_PLACES * request.publicAddressesPerZone;
  if (own === undefined || own.size < publicArea) {
    const expected = `a block of at least ${publicArea} addresses: ${ZONE_PLACES} public subnets of ${request.publicAddressesPerZone}`;
    return { input: "cidr", found: request.cidr, expected };
  }
  const taken: Block[] = [{ start: own.start, size: publicArea }];
  const zones: ZoneSubnets[] = [];
  for (const [place, zone] of request.zones.entries()) {
    const found = firstFree([own, ...extra], request.privateAddressesPerZone, taken);
    if (found === undefined) return noRoomFor(zone, request);
    taken.push(found);
    const publicSize = request.publicAddressesPerZone;
    zones.push({
      zone,
      publicCidr: formatCidr({ start: own.start + place * publicSize, size: publicSize }),
      privateCidr: formatCidr(found),
      prefixCidrs: reservedParts(found).map(formatCidr),
    });
  }
  const used = extra.filter((block) => taken.some((subnet) => contains(block, subnet)));
  return { extraCidrs: used.map(formatCidr), zones };
}

function noRoomFor(zone: string, { extraCidrs, privateAddressesPerZone }: SubnetRequest): NoRoom {
  const found = extraCidrs.length === 0 ? "empty" : extraCidrs.join(", ");
  return {
    input: "extraCidrs",
    found,
    expected: `a further block of ${privateAddressesPerZone} addresses for zone ${zone}`,
  };
}

function firstFree(blocks: readonly Block[], size: number, taken: readonly Block[]): Block | undefined {
  for (const block of blocks) {
    for (let start = block.start; start + size <= block.start + block.size; start += size) {
      const candidate = { start, size };
      if (!taken.some((other) => overlaps(candidate, other))) return candidate;
    }
  }
  return undefined;
}

/** Upper half, then the upper half of what is left, and so on: each is aligned by itself. */
function reservedParts({ start, size }: Block): readonly Block[] {
  return Array.from({ length: RESERVED_DOUBLINGS }, (_, at) => {
    const part = size / 2 ** (at + 1);
    return { start: start + part, size: part };
  });
}
