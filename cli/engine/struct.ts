import * as struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { WireMap } from "./wire";

/** A message's named values; none when there is no message. */
export function asMap(message: struct.Struct | undefined): WireMap {
  return (message?.toJavaScript() ?? {}) as WireMap;
}

/** Named values as a message. */
export function asStruct(map: WireMap): struct.Struct {
  return struct.Struct.fromJavaScript(map as { [key: string]: struct.JavaScriptValue });
}
