import type { ResourceRow } from "../../../capacity/catalog/resources";
import { nameProblem } from "./names";
import { sdkType } from "./sdk";
import {
  hasUnknown,
  holdersAt,
  isGiven,
  isList,
  isProps,
  number,
  type Props,
  Unknown,
  type Value,
  valuesAt,
} from "./values";

/** One reason why a provider refuses inputs before it calls its cloud. */
export interface InputProblem {
  readonly property: string;
  readonly reason: string;
  /** The id of the refusal that objected, where one did. */
  readonly rule?: string;
}

// The facts list arguments that go together without saying which needs which. These go one way: the first needs the others.
const ONE_WAY: Readonly<Record<string, readonly string[]>> = {
  "ipv4IpamPoolId,ipv4NetmaskLength": ["ipv4NetmaskLength", "ipv4IpamPoolId"],
  "ipv6CidrBlock,ipv6IpamPoolId": ["ipv6CidrBlock", "ipv6IpamPoolId"],
  "assignGeneratedIpv6CidrBlock,ipv6CidrBlockNetworkBorderGroup": [
    "ipv6CidrBlockNetworkBorderGroup",
    "assignGeneratedIpv6CidrBlock",
  ],
  "ipv6IpamPoolId,ipv6NetmaskLength": ["ipv6NetmaskLength", "ipv6IpamPoolId"],
  "customerOwnedIpv4Pool,outpostArn": ["customerOwnedIpv4Pool", "outpostArn"],
  "mapCustomerOwnedIpOnLaunch,outpostArn": ["mapCustomerOwnedIpOnLaunch", "outpostArn"],
  "rotationPeriodInDays,enableKeyRotation": ["rotationPeriodInDays", "enableKeyRotation"],
  "xksKeyId,customKeyStoreId": ["xksKeyId", "customKeyStoreId"],
  "replaceSecurityGroupsOnDestroy,replacementSecurityGroupIds": [
    "replacementSecurityGroupIds",
    "replaceSecurityGroupsOnDestroy",
  ],
  "additionalRoutes,cookieSuffix": ["additionalRoutes", "cookieSuffix"],
  "spec.maxFailedIndexes,spec.backoffLimitPerIndex": ["spec.maxFailedIndexes", "spec.backoffLimitPerIndex"],
};

/** Everything the facts' tables say is wrong with inputs; unknown values are given the benefit of the doubt. */
export function inputProblems(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  return [
    ...unsupported(row, inputs),
    ...missing(row, inputs),
    ...badName(row, inputs),
    ...badEnums(row, inputs),
    ...badRanges(row, inputs),
    ...conflicting(row, inputs),
    ...incomplete(row, inputs),
    ...badChoices(row, inputs),
  ];
}

function unsupported(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  if (row.type.startsWith("kubernetes:")) return [];
  const sdk = sdkType(row.type);
  if (sdk === undefined) return [];
  return Object.keys(inputs)
    .filter((name) => !sdk.inputs.has(name) && name !== "tagsAll" && !name.startsWith("__"))
    .map((property) => ({ property, reason: "unsupported argument: the provider has no input of this name" }));
}

function missing(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  return (row.required ?? [])
    .filter((path) => valuesAt(inputs, path).length === 0)
    .map((property) => ({ property, reason: "missing required argument" }));
}

function badName(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  if (row.name === null) return [];
  const property = row.name.input;
  return valuesAt(inputs, property).flatMap((name) => {
    const reason = typeof name === "string" ? nameProblem(row, name) : undefined;
    return reason === undefined ? [] : [{ property, reason }];
  });
}

function badEnums(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  return Object.entries(row.enums ?? {}).flatMap(([property, allowed]) =>
    valuesAt(inputs, property)
      .flatMap((value) => (isList(value) ? value : [value]))
      .filter((value) => isGiven(value) && !isAllowed(value, allowed))
      .map((value) => ({ property, reason: `got ${JSON.stringify(value)}, expected one of ${allowed.join(", ")}` })),
  );
}

function isAllowed(value: Value, allowed: readonly (string | number)[]): boolean {
  if (value instanceof Unknown) return true;
  return allowed.some((item) => item === value || String(item) === String(value));
}

/** The number that a range limits: the value itself, or how many items a list or map has. */
export function measured(value: Value): number | undefined {
  if (isList(value)) return hasUnknown(value) ? undefined : value.length;
  if (isProps(value)) return Object.keys(value).length;
  return number(value);
}

function badRanges(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  return Object.entries(row.ranges ?? {}).flatMap(([property, [low, high]]) =>
    valuesAt(inputs, property).flatMap((value) => {
      const found = measured(value);
      if (found === undefined || zeroIsOff(row.type, property, found)) return [];
      if (found >= (low ?? -Infinity) && found <= (high ?? Infinity)) return [];
      return [{ property, reason: `got ${found}, expected ${low ?? "any"} to ${high ?? "any"}` }];
    }),
  );
}

// Facts, notes of cloudflare:index/logpushJob:LogpushJob: 0 switches each upload limit off. Notes of the DNS record: ttl 1 is automatic.
function zeroIsOff(type: string, property: string, value: number): boolean {
  return type === "cloudflare:index/logpushJob:LogpushJob" && property.startsWith("maxUpload") && value === 0;
}

/** Splits paths into what they share and the rest of each. */
function split(paths: readonly string[]): { readonly shared: string; readonly rests: readonly string[] } {
  const steps = paths.map((path) => path.split("."));
  const shared: string[] = [];
  while (true) {
    const step = steps[0]?.[shared.length];
    if (step === undefined || steps.some((path) => path[shared.length] !== step || path.length <= shared.length + 1))
      break;
    shared.push(step);
  }
  return { shared: shared.join("."), rests: steps.map((path) => path.slice(shared.length).join(".")) };
}

function groupsOf(
  inputs: Props,
  paths: readonly string[],
): { readonly holders: readonly Props[]; readonly rests: readonly string[] } {
  const { shared, rests } = split(paths);
  return { holders: shared === "" ? [inputs] : holdersAt(inputs, `${shared}.x`), rests };
}

function given(holder: Props, path: string): boolean {
  return valuesAt(holder, path).some((value) => value instanceof Unknown || (isGiven(value) && value !== false));
}

function conflicting(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  return (row.conflicts ?? []).flatMap((paths) => {
    const { holders, rests } = groupsOf(inputs, paths);
    return holders
      .filter((holder) => rests.every((path) => given(holder, path)))
      .map(() => ({ property: paths[0] ?? "", reason: `conflicting arguments: only one of ${paths.join(", ")}` }));
  });
}

/** The arguments that go together: `needs` is required by `given`; both ways unless the provider asks one way only. */
export function togetherRules(row: ResourceRow): readonly { readonly given: string; readonly needs: string }[] {
  return (row.requiredTogether ?? []).flatMap((paths) => {
    const oneWay = ONE_WAY[paths.join(",")];
    const [first, ...others] = oneWay ?? [];
    if (first !== undefined) return others.map((needs) => ({ given: first, needs }));
    return paths.flatMap((path) => paths.filter((other) => other !== path).map((needs) => ({ given: path, needs })));
  });
}

function incomplete(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  return togetherRules(row).flatMap((rule) => {
    if (rule.given.includes("[")) return [];
    const { holders, rests } = groupsOf(inputs, [rule.given, rule.needs]);
    const [has = "", needs = ""] = rests;
    return holders
      .filter((holder) => given(holder, has) && valuesAt(holder, needs).length === 0)
      .map(() => ({ property: rule.given, reason: `${rule.given} requires ${rule.needs}` }));
  });
}

/** A choice among arguments that the facts record as a refusal of the provider. */
export interface Choice {
  readonly paths: readonly string[];
  readonly count: "exactly one" | "at least one";
}

/** The choices of a type, read from its recorded refusals. */
export function choices(row: ResourceRow): readonly Choice[] {
  return (row.refusals ?? []).flatMap((refusal): readonly Choice[] => {
    if (!refusal.error.startsWith("provider:")) return [];
    const exactly = /^not exactly one of (.+) is set$/.exec(refusal.when)?.[1];
    if (exactly !== undefined) return [{ paths: exactly.split(", "), count: "exactly one" }];
    const any = /^none of (.+) is set$/.exec(refusal.when)?.[1];
    return any === undefined ? [] : [{ paths: any.split(", "), count: "at least one" }];
  });
}

function badChoices(row: ResourceRow, inputs: Props): readonly InputProblem[] {
  return choices(row).flatMap((choice) => {
    const { holders, rests } = groupsOf(inputs, choice.paths);
    return holders.flatMap((holder) => {
      const set = rests.filter((path) => given(holder, path)).length;
      const fine = choice.count === "exactly one" ? set === 1 : set >= 1;
      if (fine) return [];
      return [
        {
          property: choice.paths[0] ?? "",
          reason: `invalid combination of arguments: ${choice.count} of ${choice.paths.join(", ")}`,
        },
      ];
    });
  });
}
