/** One step into a value: a key, a position, or the item of a list that is known by one of its own values. */
export type Step = string | number | { readonly by: string; readonly is: string };
export type PropertyPath = readonly Step[];

/** Goes on inside a JSON text: `policy{}.Statement`. */
export const INSIDE_JSON = "{}";
/** Not an item of the list, but the order of all. */
export const ORDER = " (order)";

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/** `spec.rules[2].name`, `tags["a.b"]`, `env[name=MODE].value`: the form that `ignoreChanges` takes, besides the last. */
export function pathText(path: PropertyPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (typeof step === "object") text += `[${step.by}=${step.is}]`;
    else if (step === INSIDE_JSON || step === ORDER) text += step;
    else if (!PLAIN_KEY.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

const TOKEN = /\.?([^.[\]"]+)|\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** A path as `ignoreChanges` and `replaceOnChanges` have it; `*` stands for any key or position. */
export function parsePath(text: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [, key, index, quoted] = match;
    if (key !== undefined) steps.push(key);
    else if (quoted !== undefined) steps.push(quoted.replace(/\\(.)/g, "$1"));
    else steps.push(index === "*" ? "*" : Number(index));
  }
  return steps;
}

/** Whether a pattern names the path itself or something above it. */
export function covers(pattern: readonly (string | number)[], path: PropertyPath): boolean {
  if (pattern.length > path.length) return false;
  return pattern.every((want, i) => {
    const step = path[i];
    // An item that is known by its name has a position too, but which one differs between the sides.
    return want === "*" || want === step || (typeof want === "number" && typeof step === "object");
  });
}

/** The path's keys alone, as the catalog has them: `containers.image` for `containers[0].image`. */
export function keysOf(path: PropertyPath): readonly string[] {
  return path.filter((step): step is string => typeof step === "string" && step !== INSIDE_JSON && step !== ORDER);
}
