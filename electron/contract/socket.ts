/** How a page and the local server begin: a key is exchanged for the session; and what a WebSocket carries then, each message one of these as JSON. */
import type { Answer } from "./answer.ts";
import type { AppEvent } from "./transport.ts";

/** Where the server takes sockets. */
export const SOCKET_PATH = "/socket";

/** The protocol that a page's socket speaks. It offers the session's secret as a second one, since sockets send no headers. */
export const SESSION_PROTOCOL = "nitido";

/** Where a page posts the key that its address holds behind `#key=`, which it sends nowhere else. */
export const SESSION_PATH = "/session";

export const KEY_FRAGMENT = "key";

/** What a page gets for the key, once. It keeps it in its tab's storage, which no other port can read. */
export interface PageSession {
  /** Sent as `authorization: Bearer …`, and with the socket. */
  readonly secret: string;
  /** First part of the path of whatever an element of the page asks for by itself. */
  readonly pictures: string;
}

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
