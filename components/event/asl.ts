/** Amazon States Language, as far as the timers' machines use it. @see https://states-language.net/spec.html */
export interface Machine {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state; which fields it takes depends on its type. */
export interface State {
  readonly Type: "Task" | "Pass" | "Choice" | "Wait" | "Succeed" | "Fail" | "Parallel" | "Map";
  readonly Next?: string;
  readonly End?: true;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly ResultSelector?: Readonly<Record<string, unknown>>;
  readonly InputPath?: string;
  readonly ResultPath?: string | null;
  readonly Result?: unknown;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly TimeoutSeconds?: number;
  readonly Choices?: readonly Choice[];
  readonly Default?: string;
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Branches?: readonly Machine[];
  readonly ItemsPath?: string;
  readonly ItemSelector?: Readonly<Record<string, unknown>>;
  readonly ItemProcessor?: Machine & { readonly ProcessorConfig: { readonly Mode: "INLINE" } };
  readonly MaxConcurrency?: number;
  readonly Error?: string;
  readonly Cause?: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string;
  readonly Next: string;
}

/** A comparison, or comparisons joined by And, Or or Not; the outermost names the next state. */
export interface Choice {
  readonly Next?: string;
  readonly And?: readonly Choice[];
  readonly Or?: readonly Choice[];
  readonly Not?: Choice;
  readonly Variable?: string;
  readonly [comparison: string]: unknown;
}

/** Every error that can be caught: what an API refuses, throttles or drops is tried again for five minutes. */
const PATIENT: readonly Retrier[] = [
  { ErrorEquals: ["States.ALL"], IntervalSeconds: 2, MaxAttempts: 8, BackoffRate: 2, MaxDelaySeconds: 60 },
];

/** What a task asks, and where it goes. */
export interface Call {
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly ResultSelector?: Readonly<Record<string, unknown>>;
  readonly ResultPath: string | null;
  readonly Next: string;
  /** Where it goes when all tries have failed; the error is at `$.error`. */
  readonly orElse: string;
  /** Errors that go elsewhere at once. */
  readonly Catch?: readonly Catcher[];
  /** Before any other try. */
  readonly Retry?: readonly Retrier[];
}

/** Calls an API by its name in the service's own model: `call("aws-sdk:eks:describeNodegroup", …)`. */
export function call(api: string, { orElse, Catch = [], Retry = [], ...rest }: Call): State {
  return {
    Type: "Task",
    Resource: `arn:aws:states:::${api}`,
    ...rest,
    Retry: [...Retry, ...PATIENT],
    Catch: [...Catch, { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: orElse }],
    TimeoutSeconds: 60,
  };
}

/** Calls the cluster's own API: the machine has looked its address up before. */
export function callCluster(method: "GET" | "PUT", { Parameters, ...rest }: Call): State {
  return call("eks:call", {
    Parameters: {
      "ClusterName.$": "$.clusterName",
      "CertificateAuthority.$": "$.cluster.certificateAuthority",
      "Endpoint.$": "$.cluster.endpoint",
      Method: method,
      ...Parameters,
    },
    ...rest,
  });
}

/** Where the cluster's API is: what `callCluster` needs at `$.cluster`. */
export function lookUpCluster(next: Pick<Call, "Next" | "orElse">): State {
  return call("aws-sdk:eks:describeCluster", {
    Parameters: { "Name.$": "$.clusterName" },
    ResultSelector: {
      "endpoint.$": "$.Cluster.Endpoint",
      "certificateAuthority.$": "$.Cluster.CertificateAuthority.Data",
    },
    ResultPath: "$.cluster",
    ...next,
  });
}

/** Tells people: `{}` in the text stands for what the paths lead to, in their order. A message that can't be sent stops nothing. */
export function tell(text: string, paths: readonly string[], Next: string): State {
  const message = `States.Format('${text.replaceAll("'", "\\'")}'${paths.map((path) => `, ${path}`).join("")})`;
  return call("sns:publish", {
    Parameters: { "TopicArn.$": "$.topicArn", "Subject.$": "$.subject", "Message.$": message },
    ResultPath: null,
    Next,
    orElse: Next,
  });
}

/** Counts one try more at `$.tries`. */
export function countTry(Next: string): State {
  return { Type: "Pass", Parameters: { "count.$": "States.MathAdd($.tries.count, 1)" }, ResultPath: "$.tries", Next };
}

/** Runs one machine for every entry of a list, all at once; entries are at `$.item`, and what all share stays where it is. */
export function forEach(list: string, shared: readonly string[], machine: Machine, rest: Omit<State, "Type">): State {
  return {
    Type: "Map",
    ItemsPath: list,
    ItemSelector: {
      ...Object.fromEntries(shared.map((name) => [`${name}.$`, `$.${name}`])),
      "item.$": "$$.Map.Item.Value",
      tries: { count: 0 },
    },
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...machine },
    MaxConcurrency: 40,
    ...rest,
  };
}

/** Whether a path leads to nothing; interpreters agree on `Not` more than on `IsPresent: false`. */
export function isMissing(Variable: string): Choice {
  return { Not: { Variable, IsPresent: true } };
}
