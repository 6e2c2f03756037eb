/** What stacks of events and edges are called after when their config names no other. */
export const USUAL_PLATFORM = "platform";
export const USUAL_EDGE = "edge";

/** Name of the stack whose platform another one stands on. */
export function platformStackOf({ platform = USUAL_PLATFORM }: { readonly platform?: string | undefined }): string {
  return platform;
}

/** Name of the stack whose rules an event needs. */
export function edgeStackOf({ edge = USUAL_EDGE }: { readonly edge?: string | undefined }): string {
  return edge;
}
