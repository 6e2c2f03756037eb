import { createRequire } from "node:module";

// The SDK's protocol modules fill their exports while they run, which static named imports can't see.
const require = createRequire(import.meta.url);

/** The gRPC runtime that the SDK uses. */
export const grpc = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
/** The messages of a resource provider. */
export const messages =
  require("@pulumi/pulumi/proto/provider_pb") as typeof import("@pulumi/pulumi/proto/provider_pb");
/** The service and client of a resource provider. */
export const service =
  require("@pulumi/pulumi/proto/provider_grpc_pb") as typeof import("@pulumi/pulumi/proto/provider_grpc_pb");
/** The messages about plugins. */
export const plugins = require("@pulumi/pulumi/proto/plugin_pb") as typeof import("@pulumi/pulumi/proto/plugin_pb");
/** The status that carries an error's details. */
export const statuses = require("@pulumi/pulumi/proto/status_pb") as typeof import("@pulumi/pulumi/proto/status_pb");
/** Google's message of nothing. */
export const empties =
  require("google-protobuf/google/protobuf/empty_pb") as typeof import("google-protobuf/google/protobuf/empty_pb");
/** Google's message of anything. */
export const anies =
  require("google-protobuf/google/protobuf/any_pb") as typeof import("google-protobuf/google/protobuf/any_pb");
/** Google's message of a JSON object. */
export const structs =
  require("google-protobuf/google/protobuf/struct_pb") as typeof import("google-protobuf/google/protobuf/struct_pb");
