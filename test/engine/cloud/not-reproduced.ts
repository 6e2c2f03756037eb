import { TYPES } from "./catalog";
import { factKey, reproducedFacts } from "./refusal";
import { choices } from "./schema";

/** Why recorded refusals of a kind are not reproduced by a rule of their own. */
interface Omission {
  readonly matches: RegExp;
  readonly why: string;
}

const BY_TABLE = "refused by a table: the name, range, enumeration, conflict or pairing of the same row";
const ONE_AT_A_TIME = "needs a second writer at the same time; a test asks for it with a fault";
const NO_NUMBER = "the facts have no number for this quota; a test asks for it with a fault";
const OUTSIDE = "depends on something the stand-in does not model; a test asks for it with a fault";
const WAITING =
  "an outcome of waiting, not an answer to a call; a test asks for it with a fault that leaves the object";
const SHARED = "refused by the rule that all objects of a cluster share";

// The first that matches `error | when` counts.
const OMISSIONS: readonly Omission[] = [
  { matches: /^(AlreadyExists \(409\)|NotFound \(404\))/, why: SHARED },
  {
    matches:
      /refused \(code not recorded\) \| (additionalRoutes without|only one of)|value must be between|cannot be both set|must be greater than or equal to 1 \||user defined priority|more than 52|no more than 52|HierarchyLevel|InvalidAliasName|versioning_configuration|restartPolicy|updates to parameters/,
    why: BY_TABLE,
  },
  {
    matches:
      /InvalidArgument \| an argument is not valid|InvalidParameterException \| a parameter is not valid|access string/,
    why: "refused by the service model's constraints as far as the model has any",
  },
  {
    matches: /statefulset spec/,
    why: "the provider replaces on those fields; the others of the list are updated in place",
  },
  { matches: /retried\)|retried 5 minutes|retried during/, why: "the provider retries until it passes" },
  {
    matches:
      /OptimisticLock|PreconditionFailed|Concurrent|OperationAborted|ResourceContention|TooManyUpdates|being (changed|terminated)|another (update|change|conflicting)|in progress|is running|still deleting|not finished|pending|429|Conflict \(409\)|changed meanwhile|can run before|somebody changed|immutable field changes/i,
    why: ONE_AT_A_TIME,
  },
  {
    matches: /timeout|await|failed to become|PodEvictionFailure|Cannot evict|CREATE_FAILED|ReservationCapacityExceeded/,
    why: WAITING,
  },
  {
    matches:
      /quota|LimitExceeded|TooMany|maximum of attached|limit is reached|inline policy size|too many|rate limited|more than ten resizes|storage is full|unreserved/i,
    why: NO_NUMBER,
  },
  {
    matches:
      /NoSuchCachePolicy|InvalidFunctionAssociation|WAFNonexistentItem|TooManyUniqueTargetGroups|RouteAlreadyExists|DeleteConflict \| delete while it contains|DistributionNotDisabled|81057|DBSubnetGroupDoesNotCover/,
    why: "reproduced through another citation, or done by the provider itself before the call",
  },
  { matches: /./, why: OUTSIDE },
];

/** One recorded refusal without a rule of its own. */
export interface NotReproduced {
  readonly type: string;
  readonly error: string;
  readonly when: string;
  readonly why: string;
}

/** The recorded refusals that no rule reproduces, with the reason. */
export function notReproduced(): readonly NotReproduced[] {
  const cited = reproducedFacts();
  return TYPES.flatMap((row) =>
    (row.refusals ?? [])
      .filter((refusal) => !cited.has(factKey(row.type, refusal.error, refusal.when)))
      .filter((refusal) => !isChoice(row.type, refusal.when))
      .map((refusal) => {
        const line = `${refusal.error} | ${refusal.when}`;
        const why = OMISSIONS.find((omission) => omission.matches.test(line))?.why ?? OUTSIDE;
        return { type: row.type, error: refusal.error, when: refusal.when, why };
      }),
  );
}

function isChoice(type: string, when: string): boolean {
  const row = TYPES.find((candidate) => candidate.type === type);
  return row !== undefined && choices(row).some((choice) => when.includes(choice.paths.join(", ")));
}
