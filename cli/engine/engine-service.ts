import * as rpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import * as protocol from "@pulumi/pulumi/proto/engine_pb.js";
import * as empty from "google-protobuf/google/protobuf/empty_pb.js";
import { type RpcService, unary } from "./rpc-server";

/** A message that the program, or the SDK on its behalf, wrote to the engine's log. */
export interface LogEntry {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** The resource it is about. */
  readonly urn?: string;
}

const SEVERITY: Readonly<Record<number, LogEntry["severity"]>> = {
  [protocol.LogSeverity.DEBUG]: "debug",
  [protocol.LogSeverity.INFO]: "info",
  [protocol.LogSeverity.WARNING]: "warning",
  [protocol.LogSeverity.ERROR]: "error",
};

/** The engine's side of a program: takes its messages and keeps the URN of its root. */
export class RecordingEngine {
  readonly logs: LogEntry[] = [];
  #rootUrn = "";

  service(): RpcService {
    const implementation: rpc.IEngineServer = {
      log: unary((request) => {
        this.#write(request);
        return new empty.Empty();
      }),
      getRootResource: unary(() => new protocol.GetRootResourceResponse().setUrn(this.#rootUrn)),
      setRootResource: unary((request) => {
        this.#rootUrn = request.getUrn();
        return new protocol.SetRootResourceResponse();
      }),
      startDebugging: unary(() => new empty.Empty()),
      requirePulumiVersion: unary(() => new protocol.RequirePulumiVersionResponse()),
    };
    return { definition: rpc.EngineService, implementation };
  }

  /** The SDK's own tracing (several lines per resource) isn't kept. */
  #write(request: protocol.LogRequest): void {
    const severity = SEVERITY[request.getSeverity()] ?? "info";
    if (severity === "debug") return;
    const urn = request.getUrn() === "" ? {} : { urn: request.getUrn() };
    this.logs.push({ severity, message: request.getMessage(), ...urn });
  }
}
