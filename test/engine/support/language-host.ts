import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import * as protocol from "@pulumi/pulumi/proto/language_pb.js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import * as empty from "google-protobuf/google/protobuf/empty_pb.js";
import { EXIT_ALREADY_LOGGED, runNodeProgram } from "../../../cli/engine/node-program";
import { type RpcServer, startRpcServer, unary } from "../../../cli/engine/rpc-server";

/**
 * Stands in for Pulumi's Node language plugin, which can't be had without a download: it starts a folder's program with the command line
 * that the plugin uses. The engine finds it on PATH by a script that prints the port on which this process listens.
 */
export class LanguageHost {
  readonly #server: RpcServer;
  readonly #folder: string;

  private constructor(server: RpcServer, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  static async start(): Promise<LanguageHost> {
    const server = await startRpcServer([{ definition: rpc.LanguageRuntimeService, implementation: implementation() }]);
    const folder = mkdtempSync(join(tmpdir(), "tidegate-language-"));
    const script = join(folder, "pulumi-language-nodejs");
    writeFileSync(script, `#!/bin/sh\necho ${server.address.split(":")[1]}\nexec sleep 600\n`);
    chmodSync(script, 0o755);
    return new LanguageHost(server, folder);
  }

  /** A PATH on which the engine finds it. */
  environment(): Readonly<Record<string, string>> {
    return { PATH: `${this.#folder}${delimiter}${process.env.PATH ?? ""}` };
  }

  stop(): void {
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function implementation(): UntypedServiceImplementation {
  let engineAddress = "";
  return {
    handshake: unary((request: protocol.LanguageHandshakeRequest) => {
      engineAddress = request.getEngineAddress();
      return new protocol.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("1.0.0")),
    getRequiredPackages: unary(() => new protocol.GetRequiredPackagesResponse()),
    getRequiredPlugins: unary(() => new protocol.GetRequiredPluginsResponse()),
    cancel: unary(() => new empty.Empty()),
    run: unary(async (request: protocol.RunRequest) => {
      const exit = await runNodeProgram({
        folder: request.getInfo()?.getProgramDirectory() ?? request.getPwd(),
        project: request.getProject(),
        stack: request.getStack(),
        organization: request.getOrganization(),
        monitorAddress: request.getMonitorAddress(),
        engineAddress,
        operation: request.getDryrun() ? "preview" : "update",
        config: Object.fromEntries(request.getConfigMap().entries()),
        secretConfigKeys: request.getConfigsecretkeysList(),
        environment: {},
        timeoutSeconds: 100,
      });
      if (exit.code === 0) return new protocol.RunResponse();
      const isExplained = exit.code === EXIT_ALREADY_LOGGED;
      return isExplained ? new protocol.RunResponse().setBail(true) : new protocol.RunResponse().setError(exit.output);
    }),
  };
}
