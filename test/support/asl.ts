import type { Choice, Machine, State } from "../../components/event/asl";

/**
 * What is wrong with a state machine's definition, in sentences; nothing when it can run.
 *
 * Checks what AWS refuses or would only find when it runs: names that lead nowhere, states that nobody reaches, names used twice,
 * states without an end, payload fields whose `.$` and path don't agree, and tasks that don't say what happens when they fail.
 */
export function machineProblems(machine: Machine): readonly string[] {
  const names = new Set<string>();
  return [...problemsOf(machine, "", names), ...sizeProblems(machine)];
}

/** @see Step Functions quotas: a definition has 1 MB at most */
const LARGEST_DEFINITION = 1_048_576;
const LONGEST_NAME = 80;

function sizeProblems(machine: Machine): readonly string[] {
  return JSON.stringify(machine).length > LARGEST_DEFINITION ? ["the definition is larger than 1 MB"] : [];
}

function problemsOf({ StartAt, States }: Machine, where: string, names: Set<string>): readonly string[] {
  const problems: string[] = [];
  const reached = new Set<string>();
  const queue = [StartAt];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const state = States[name];
    if (state === undefined) problems.push(`${where}${name} is led to and not there`);
    else queue.push(...nextOf(state));
  }
  for (const [name, state] of Object.entries(States)) {
    if (!reached.has(name)) problems.push(`${where}${name} is never reached`);
    if (names.has(name)) problems.push(`${where}${name} is there twice`);
    if (name.length > LONGEST_NAME) problems.push(`${where}${name} is longer than ${LONGEST_NAME}`);
    names.add(name);
    problems.push(...stateProblems(state).map((problem) => `${where}${name} ${problem}`));
    for (const inner of [
      ...(state.Branches ?? []),
      ...(state.ItemProcessor === undefined ? [] : [state.ItemProcessor]),
    ]) {
      problems.push(...problemsOf(inner, `${where}${name}/`, names));
    }
  }
  if (!canEnd({ StartAt, States })) problems.push(`${where || "the machine "}has a state from which nothing ends`);
  return problems;
}

export function nextOf(state: State): readonly string[] {
  return [
    ...(state.Next === undefined ? [] : [state.Next]),
    ...(state.Default === undefined ? [] : [state.Default]),
    ...(state.Choices ?? []).flatMap(({ Next }) => (Next === undefined ? [] : [Next])),
    ...(state.Catch ?? []).map(({ Next }) => Next),
  ];
}

/** Whether an end can be reached from every state. */
function canEnd({ States }: Machine): boolean {
  const ending = new Set(Object.entries(States).flatMap(([name, state]) => (isEnd(state) ? [name] : [])));
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, state] of Object.entries(States)) {
      if (ending.has(name) || !nextOf(state).some((next) => ending.has(next))) continue;
      ending.add(name);
      grown = true;
    }
  }
  return ending.size === Object.keys(States).length;
}

function isEnd({ Type, End }: State): boolean {
  return End === true || Type === "Succeed" || Type === "Fail";
}

function stateProblems(state: State): readonly string[] {
  const problems: string[] = [];
  const ends = isEnd(state) || state.Next !== undefined || state.Type === "Choice";
  if (!ends) problems.push("has neither Next nor End");
  if (state.Type === "Choice" && state.Default === undefined) problems.push("has no Default");
  if (state.Type === "Choice" && (state.Choices ?? []).some((choice) => !isComparison(choice))) {
    problems.push("has a choice that compares nothing");
  }
  if (state.Type === "Task") {
    const caught = (state.Catch ?? []).at(-1);
    if (caught?.ErrorEquals[0] !== "States.ALL") problems.push("doesn't say what happens when it fails");
    if ((state.Retry ?? []).at(-1)?.ErrorEquals[0] !== "States.ALL") problems.push("gives up at once");
    if (!/^arn:aws:states:::(eks:call|sns:publish|aws-sdk:[a-z0-9]+:[a-z][A-Za-z0-9]+)$/.test(state.Resource ?? "")) {
      problems.push(`calls ${state.Resource}`);
    }
  }
  for (const payload of [state.Parameters, state.ResultSelector, state.ItemSelector]) {
    problems.push(...payloadProblems(payload));
  }
  return problems;
}

function isComparison(choice: Choice): boolean {
  const parts = [...(choice.And ?? []), ...(choice.Or ?? []), ...(choice.Not === undefined ? [] : [choice.Not])];
  if (parts.length > 0) return parts.every(isComparison);
  const compares = Object.keys(choice).filter((key) => key !== "Next" && key !== "Variable");
  return choice.Variable?.startsWith("$") === true && compares.length === 1;
}

/** A key that ends in `.$` is computed, and its value must be a path or a function; any other must not look like one. */
function payloadProblems(payload: unknown): readonly string[] {
  if (Array.isArray(payload)) return payload.flatMap(payloadProblems);
  if (typeof payload !== "object" || payload === null) return [];
  return Object.entries(payload).flatMap(([key, value]) => {
    const looksComputed = typeof value === "string" && /^(\$|States\.)/.test(value);
    if (key.endsWith(".$"))
      return looksComputed && isBalanced(value) ? [] : [`computes ${key} from ${JSON.stringify(value)}`];
    return looksComputed ? [`takes ${key} as the text ${value}`] : payloadProblems(value);
  });
}

function isBalanced(value: string): boolean {
  const text = value.replaceAll("\\'", "");
  const quotes = text.split("'").length - 1;
  const outside = text
    .split("'")
    .filter((_, at) => at % 2 === 0)
    .join("");
  return quotes % 2 === 0 && outside.split("(").length === outside.split(")").length;
}
