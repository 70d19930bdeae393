/** The host of the browser tab: pages, pixels and calls on 127.0.0.1, for those who hold the token. */
import { randomBytes } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { WebSocketServer } from "ws";
import { NitidoError } from "../../models/errors.ts";
import { SOCKET_PATH } from "../contract/socket.ts";
import type { Backend } from "../contract/transport.ts";
import { admit, cookieName, type Door, type Knock } from "./guard.ts";
import type { Pages } from "./pages.ts";
import { MAX_MESSAGE_BYTES, serveSocket } from "./socket.ts";

export interface HttpHostOptions {
  readonly backend: Backend;
  readonly pages: Pages;
  /** 0 takes any free one. */
  readonly port: number;
  /** Random unless given. */
  readonly token?: string;
}

export interface HttpHost {
  /** The address to open, with the token that lets in. */
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Rejects with PORT_TAKEN when another program listens on the port. */
export async function startHttpHost(
  options: HttpHostOptions,
): Promise<HttpHost> {
  const { backend, pages } = options;
  const token = options.token ?? randomBytes(24).toString("base64url");
  const server = createServer();
  const door: { port: number; token: string } = { port: 0, token };

  server.on("request", (message, response) => {
    answer(message, response, { backend, pages, door }).catch(() => {
      // The browser went away, or the answer broke off in the middle: there is nobody to tell.
      response.destroy();
    });
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  server.on("upgrade", (message, socket, head) => {
    const { pathname } = new URL(message.url ?? "/", "http://localhost");
    // A page always sends its origin with a socket.
    const welcome =
      admit(knockOf(message), door).kind === "welcome" &&
      message.headers.origin !== undefined;
    if (!welcome || pathname !== SOCKET_PATH) {
      socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(message, socket, head, (peer) => {
      serveSocket(peer, backend);
    });
  });

  await listen(server, options.port);
  door.port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${String(door.port)}/?token=${token}`,
    port: door.port,
    async close() {
      for (const peer of sockets.clients) peer.close(1001);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Serving {
  readonly backend: Backend;
  readonly pages: Pages;
  readonly door: Door;
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  { backend, pages, door }: Serving,
): Promise<void> {
  const verdict = admit(knockOf(message), door);
  if (verdict.kind === "refuse") {
    response.writeHead(verdict.status, { "content-type": "text/plain" });
    response.end(REFUSALS[verdict.status]);
    return;
  }
  if (verdict.kind === "enter") {
    // The token leaves the address, and with it the history and the referrers.
    response.writeHead(303, {
      location: "/",
      "set-cookie": `${cookieName(door.port)}=${door.token}; HttpOnly; SameSite=Strict; Path=/`,
      "referrer-policy": "no-referrer",
    });
    response.end();
    return;
  }
  const request = toRequest(message);
  const result = (await pages(request)) ?? (await backend.fetch(request));
  response.writeHead(result.status, Object.fromEntries(result.headers));
  if (!result.body) response.end();
  else await pipeline(Readable.fromWeb(result.body), response);
}

const REFUSALS = {
  400: "Bad request.",
  401: "Open the address that Nítido printed when it started: it holds the key.",
  403: "Only pages of Nítido itself are answered.",
} as const;

function knockOf({
  method = "GET",
  url = "/",
  headers,
}: IncomingMessage): Knock {
  const { host, origin, cookie } = headers;
  return { method, path: url, host, origin, cookie };
}

function toRequest(message: IncomingMessage): Request {
  const { method = "GET", headers } = message;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(
    new URL(message.url ?? "/", `http://${headers.host ?? ""}`),
    {
      method,
      ...(hasBody && {
        body: Readable.toWeb(message),
        duplex: "half",
      }),
    },
  );
}

function listen(
  server: ReturnType<typeof createServer>,
  port: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE" || error.code === "EACCES"
          ? new NitidoError("PORT_TAKEN", { port, reason: error.code })
          : error,
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}
