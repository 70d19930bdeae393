/** What a WebSocket carries between page and server: each message is one of these as JSON. */
import type { Answer } from "./answer.ts";
import type { AppEvent } from "./transport.ts";

/** Where the server takes sockets. */
export const SOCKET_PATH = "/socket";

/** From the page: a call. Its number comes back with the answer. */
export interface CallMessage {
  readonly id: number;
  readonly name: string;
  readonly parameter: unknown;
}

/** From the server. */
export type ServerMessage =
  | { readonly id: number; readonly answer: Answer }
  | { readonly event: AppEvent };
