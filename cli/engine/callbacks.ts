import * as grpc from "@grpc/grpc-js";
import * as callbackRpc from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import * as callbackProtocol from "@pulumi/pulumi/proto/callback_pb.js";
import { CHANNEL_OPTIONS } from "./rpc-server";

/** Calls functions that live in the program: transforms, hooks. One connection per program. */
export class ProgramCallbacks {
  readonly #clients = new Map<string, callbackRpc.CallbacksClient>();

  /**
   * Calls a function of the program with a serialized request.
   * @returns the serialized response
   * @throws the program's error
   */
  call(callback: callbackProtocol.Callback, request: Uint8Array): Promise<Uint8Array> {
    const message = new callbackProtocol.CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return new Promise((resolve, reject) => {
      this.#client(callback.getTarget()).invoke(message, (error, response) => {
        if (error !== null) reject(new Error(error.details || error.message));
        else resolve(response.getResponse_asU8());
      });
    });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #client(target: string): callbackRpc.CallbacksClient {
    const existing = this.#clients.get(target);
    if (existing !== undefined) return existing;
    const client = new callbackRpc.CallbacksClient(target, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
    this.#clients.set(target, client);
    return client;
  }
}
