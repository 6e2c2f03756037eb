import { type Input, jsonStringify, type Output } from "@pulumi/pulumi";

/** One statement of an IAM policy, as IAM writes it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, Input<string> | readonly Input<string>[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: Input<string> | readonly Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Input<string> | readonly Input<string>[]>>>>;
}

/** A policy as the text that AWS takes. No lookup is made: whoever calls knows account, region and partition. */
export function policyDocument(statements: readonly Statement[]): Output<string> {
  return jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** Lets a service take a role, for this account's resources alone where the service tells whose they are. */
export function trustService(service: string, accountId?: string): Output<string> {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      ...(accountId === undefined ? {} : { Condition: { StringEquals: { "aws:SourceAccount": accountId } } }),
    },
  ]);
}

/** Lets pods take a role through an EKS pod identity association. @see EKS user guide, "EKS Pod Identity roles" */
export function trustPods(): Output<string> {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ]);
}

/** Longest name of a role. @see IAM CreateRole */
export const ROLE_NAME_LENGTH = 64;
/** Longest name of a policy inside a role, and of an instance profile. @see IAM PutRolePolicy */
export const ROLE_POLICY_NAME_LENGTH = 128;
