import type { Cloud, CloudObject } from "./cloud";
import { make } from "./making";
import { placeOf } from "./places";
import type { Props } from "./values";

/** Something that exists without Pulumi having made it, such as a company's own network. */
export interface Adoption {
  readonly type: string;
  readonly inputs: Props;
  /** @default one the service would give */
  readonly id?: string;
  /** What the service computes, where a test needs a certain value. @default plausible values */
  readonly outputs?: Props;
  /** @default "us-east-1" */
  readonly region?: string;
  /** The cluster's address, for an object in Kubernetes. @default the one there is without any */
  readonly server?: string;
}

/** Puts an object into the cloud without asking any rule. */
export function adopt(cloud: Cloud, adoption: Adoption): CloudObject {
  const { type, inputs } = adoption;
  const { region = "us-east-1", server } = adoption;
  const config = server === undefined ? { region } : { region, kubeconfig: JSON.stringify({ server }) };
  const place = placeOf(type, inputs, config, cloud);
  const made = make({ cloud, type, name: adoption.id ?? "adopted", inputs, place });
  return cloud.put({
    ...place,
    type,
    id: adoption.id ?? made.id,
    inputs,
    outputs: { ...made.outputs, ...adoption.outputs },
    createdAt: cloud.now().toISOString(),
    ready: true,
    memory: {},
  });
}
