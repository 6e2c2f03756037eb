import { isList, isProps, list, type Props, props, text, type Value } from "./values";

type Answer = (args: Props, region: string | undefined) => Props;

const KEYS: Readonly<Record<string, string>> = {
  sid: "Sid",
  effect: "Effect",
  actions: "Action",
  notActions: "NotAction",
  resources: "Resource",
  notResources: "NotResource",
};

function one(value: Value | undefined): Value {
  return isList(value) && value.length === 1 ? (value[0] ?? null) : (value ?? null);
}

function principals(value: Value | undefined): Value {
  const entries = list(value).map((item) => props(item));
  if (entries.some((entry) => entry.type === "*")) return "*";
  return Object.fromEntries(entries.map((entry) => [text(entry.type) ?? "", one(entry.identifiers)]));
}

function conditions(value: Value | undefined): Props {
  const all: Record<string, Record<string, Value>> = {};
  for (const item of list(value).map((entry) => props(entry))) {
    const test = text(item.test) ?? "";
    all[test] = { ...all[test], [text(item.variable) ?? ""]: one(item.values) };
  }
  return all;
}

function statement(value: Value): Props {
  const given = props(value);
  const plain = Object.entries(KEYS).flatMap(([from, to]): readonly (readonly [string, Value])[] => {
    const item = given[from];
    return item === undefined || item === null ? [] : [[to, one(item)]];
  });
  return {
    Effect: "Allow",
    ...Object.fromEntries(plain),
    ...(given.principals === undefined ? {} : { Principal: principals(given.principals) }),
    ...(given.notPrincipals === undefined ? {} : { NotPrincipal: principals(given.notPrincipals) }),
    ...(given.conditions === undefined ? {} : { Condition: conditions(given.conditions) }),
  };
}

/** The functions whose answer needs no account. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const document = JSON.stringify({
      Version: text(args.version) ?? "2012-10-17",
      Statement: list(args.statements).map(statement),
    });
    return { ...args, id: "policy-document", json: document, minifiedJson: document };
  },
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (args, region) => {
    const name = text(args.region) ?? text(args.name) ?? region ?? "";
    return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
  },
  "aws:index/getArn:getArn": (args) => {
    const [, partition = "", service = "", region = "", account = "", ...resource] = (text(args.arn) ?? "").split(":");
    return {
      id: text(args.arn) ?? "",
      arn: text(args.arn) ?? "",
      partition,
      service,
      region,
      account,
      resource: resource.join(":"),
    };
  },
};

/** The answer of a function that needs no account; undefined when it would need one. */
export function answer(token: string, args: Props, config: Props): Props | undefined {
  const answers = ANSWERS[token];
  return answers === undefined || !isProps(args) ? undefined : answers(args, text(config.region));
}
