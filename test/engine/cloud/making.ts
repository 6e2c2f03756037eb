import type { Cloud, CloudObject, Place } from "./cloud";
import { makeAws, remakeAws, VOLATILE } from "./outputs/aws";
import { cloudflareId, cloudflareOutputs } from "./outputs/cloudflare";
import { kubernetesOutputs, objectId } from "./outputs/kubernetes";
import type { Making } from "./outputs/making";
import { row } from "./rows";
import { sdkType } from "./sdk";
import { isProps, type Props, UNKNOWN, type Value } from "./values";

/** A new object before it is written: where it lives, what it is called in the program, what it was given. */
export interface Draft {
  readonly cloud: Cloud;
  readonly type: string;
  readonly name: string;
  readonly inputs: Props;
  readonly place: Place;
}

/** Inputs without what only the provider keeps in them. */
export function plainInputs(inputs: Props): Props {
  return Object.fromEntries(Object.entries(inputs).filter(([key, value]) => !key.startsWith("__") && value !== null));
}

function making(draft: Draft, old: Props | undefined): Making {
  return {
    cloud: draft.cloud,
    type: draft.type,
    name: draft.name,
    inputs: draft.inputs,
    account: draft.place.account,
    region: draft.place.location,
    old,
  };
}

/** The id and outputs of a new object. */
export function make(draft: Draft): { readonly id: string; readonly outputs: Props } {
  const inputs = plainInputs(draft.inputs);
  const made = making(draft, undefined);
  if (draft.type.startsWith("aws:")) {
    const { id, outputs } = makeAws(made);
    return { id, outputs: { ...blanks(draft.type), ...regional(draft), ...inputs, ...outputs } };
  }
  if (draft.type.startsWith("cloudflare:")) {
    const id = cloudflareId(made);
    return { id, outputs: { ...inputs, ...cloudflareOutputs(made, id) } };
  }
  return { id: objectId(draft.type, draft.inputs), outputs: { ...inputs, ...kubernetesOutputs(made) } };
}

/** The computed outputs that a service may leave empty. */
function blanks(type: string): Props {
  return Object.fromEntries((row(type).computed ?? []).filter((name) => name !== "id").map((name) => [name, ""]));
}

function regional(draft: Draft): Props {
  const has = sdkType(draft.type)?.outputs.has("region") === true && draft.place.location !== "global";
  return has ? { region: draft.place.location } : {};
}

/** The outputs of an object after an update. */
export function remake(draft: Draft, object: CloudObject): Props {
  const made = making(draft, object.outputs);
  const gone = Object.keys(object.inputs).filter((key) => draft.inputs[key] === undefined);
  const kept = Object.fromEntries(Object.entries(object.outputs).filter(([key]) => !gone.includes(key)));
  const inputs = plainInputs(draft.inputs);
  if (draft.type.startsWith("aws:")) return { ...kept, ...inputs, ...remakeAws(made) };
  if (draft.type.startsWith("cloudflare:")) return { ...kept, ...inputs, ...cloudflareOutputs(made, object.id) };
  return { ...kept, ...inputs, ...kubernetesOutputs(made) };
}

/** What a preview knows of a new object: its inputs; everything the cloud decides is unknown. */
export function foresee(draft: Draft): Props {
  const made = draft.cloud.rehearse(() => make(draft)).outputs;
  const inputs = plainInputs(draft.inputs);
  return Object.fromEntries(Object.keys(made).map((key): [string, Value] => [key, foreseen(inputs[key], made[key])]));
}

function foreseen(given: Value | undefined, made: Value | undefined): Value {
  if (given === undefined) return UNKNOWN;
  if (!isProps(given) || !isProps(made)) return given;
  const added = Object.keys(made).filter((key) => given[key] === undefined);
  return { ...given, ...Object.fromEntries(added.map((key) => [key, UNKNOWN])) };
}

/** What a preview knows of an updated object. */
export function foreseeUpdate(draft: Draft, object: CloudObject): Props {
  const outputs = draft.cloud.rehearse(() => remake(draft, object));
  const unknown = VOLATILE[draft.type] ?? [];
  return { ...outputs, ...Object.fromEntries(unknown.map((key) => [key, UNKNOWN])) };
}
