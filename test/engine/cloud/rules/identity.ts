import { fact, type Refusal } from "../refusal";
import { isGiven, text } from "../values";
import { inUse, limited, mustExist, rule, target, unique } from "./builders";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICY = "aws:iam/policy:Policy";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

const toRole = target(ROLE, "name");

/** What is wrong with a policy document, if anything: it must be an object with a version and statements. */
export function documentProblem(document: string | undefined): string | undefined {
  if (document === undefined) return undefined;
  try {
    const parsed = JSON.parse(document) as Record<string, unknown> | null;
    const statements = parsed === null ? undefined : parsed.Statement;
    const all = Array.isArray(statements) ? statements : [statements];
    const fine = all.length > 0 && all.every((item) => isStatement(item));
    return fine ? undefined : "Syntax errors in policy: every statement needs an Effect of Allow or Deny";
  } catch {
    return "Syntax errors in policy: not a JSON document";
  }
}

function isStatement(item: unknown): boolean {
  return (
    typeof item === "object" && item !== null && "Effect" in item && (item.Effect === "Allow" || item.Effect === "Deny")
  );
}

/** Refuses a document that is not a policy. */
function documentRule(type: string, input: string, code: string): Refusal {
  return rule(`${type.split(":")[2]}.${input}`, [type], ["create", "update"], fact(type, code), (asked) =>
    documentProblem(text(asked.inputs[input])),
  );
}

/** What IAM and KMS refuse. */
export const IDENTITY_REFUSALS: readonly Refusal[] = [
  unique(ROLE, { by: "name", scope: "account", ignoreCase: true }, fact(ROLE, "EntityAlreadyExists")),
  limited(ROLE, { quota: "L-FE177D64" }, fact(ROLE, "LimitExceeded")),
  documentRule(ROLE, "assumeRolePolicy", "MalformedPolicyDocument"),
  inUse(
    ROLE,
    [{ type: ATTACHMENT, path: "role", by: "name" }],
    fact(ROLE, "DeleteConflict"),
    "policies",
    (inputs) => inputs.forceDetachPolicies === true,
  ),
  inUse(ROLE, [{ type: PROFILE, path: "role", by: "name" }], fact(ROLE, "DeleteConflict"), "profiles"),
  mustExist(ROLE_POLICY, "role", toRole, fact(ROLE_POLICY, "NoSuchEntity")),
  documentRule(ROLE_POLICY, "policy", "MalformedPolicyDocument"),
  mustExist(ATTACHMENT, "role", toRole, fact(ATTACHMENT, "NoSuchEntity")),
  mustExist(ATTACHMENT, "policyArn", target(POLICY, "arn"), fact(ATTACHMENT, "NoSuchEntity"), (arn) =>
    /^arn:aws[a-z-]*:iam::aws:policy\/[\w/+=,.@-]+$/.test(arn),
  ),
  unique(POLICY, { by: "name", within: ["path"], scope: "account" }, fact(POLICY, "EntityAlreadyExists")),
  documentRule(POLICY, "policy", "MalformedPolicyDocument"),
  inUse(POLICY, [{ type: ATTACHMENT, path: "policyArn", by: "arn" }], fact(POLICY, "DeleteConflict")),
  unique(PROFILE, { by: "name", scope: "account" }, fact(PROFILE, "EntityAlreadyExists")),
  mustExist(PROFILE, "role", toRole, fact(PROFILE, "NoSuchEntity")),
  unique(OIDC, { by: "url", scope: "account" }, fact(OIDC, "EntityAlreadyExists")),
  limited(OIDC, { quota: "L-858F3967" }, fact(OIDC, "LimitExceeded")),
  rule("key.policy", [KEY], ["create", "update"], fact(KEY, "MalformedPolicyDocumentException"), (asked) =>
    isGiven(asked.inputs.policy) ? documentProblem(text(asked.inputs.policy)) : undefined,
  ),
  unique(ALIAS, { by: "name", scope: "location" }, fact(ALIAS, "AlreadyExistsException")),
  rule("alias.target", [ALIAS], ["create", "update"], fact(ALIAS, "NotFoundException"), (asked) => {
    const wanted = text(asked.inputs.targetKeyId) ?? "";
    const found = asked.cloud.objects(KEY).some((key) => key.id === wanted || key.outputs.arn === wanted);
    return found ? undefined : `Key '${wanted}' does not exist`;
  }),
];
