/**
 * The host of the browser tab: pages, pixels and calls on 127.0.0.1. Whoever asks is a stranger until
 * it has shown the session's secret, and nothing that a stranger sends may end the process.
 */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo } from "node:net";
import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { WebSocketServer } from "ws";
import { NitidoError } from "../../models/errors.ts";
import {
  KEY_FRAGMENT,
  type PageSession,
  SESSION_PATH,
  SESSION_PROTOCOL,
  SOCKET_PATH,
} from "../contract/socket.ts";
import type { Backend } from "../contract/transport.ts";
import { EntryKeys } from "./entry-keys.ts";
import {
  admit,
  newIdentity,
  type RequestFacts,
  secretIn,
  type ServerIdentity,
} from "./guard.ts";
import type { Pages } from "./pages.ts";
import { MAX_MESSAGE_BYTES, serveSocket } from "./socket.ts";

export interface HttpHostOptions {
  readonly backend: Backend;
  readonly pages: Pages;
  /** 0 takes any free one. */
  readonly port: number;
  /** The session's secret; random unless given. */
  readonly session?: string;
}

export interface HttpHost {
  /** A new address to open the app at, which lets in once; `used` is called when it has. */
  readonly entry: (used?: () => void) => string;
  readonly port: number;
  readonly session: string;
  readonly close: () => Promise<void>;
}

/** Where another start of the app, which has read the session's secret, asks for an address. */
export const ENTRIES_PATH = "/entries";

/** What a request's line and headers may take to arrive, in milliseconds. A body has no limit: files are posted over slow lines. */
const HEADERS_TIMEOUT = 3000;
/** Longer than any key. */
const MAX_KEY_BYTES = 256;

/** Rejects with PORT_TAKEN when another program listens on the port. */
export async function startHttpHost(
  options: HttpHostOptions,
): Promise<HttpHost> {
  const { backend, pages } = options;
  const identity = { ...newIdentity(options.session), port: 0 };
  const keys = new EntryKeys();
  const entry = (used?: () => void): string =>
    `http://127.0.0.1:${String(identity.port)}/#${KEY_FRAGMENT}=${keys.issue(used)}`;

  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: 0,
    connectionsCheckingInterval: 1000,
  });
  // A reset is no fault of ours, whatever has become of the connection by then.
  server.on("connection", (socket) => socket.on("error", () => undefined));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    refuse(socket, MALFORMED[error.code ?? ""] ?? 400),
  );
  const serving = { backend, pages, identity, keys, entry };
  server.on("request", (message, response) => {
    answer(message, response, serving).catch(() => {
      // The browser went away, or the answer broke off in the middle: there is nobody to tell.
      response.destroy();
    });
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => SESSION_PROTOCOL,
  });
  server.on("upgrade", (message, socket, head) => {
    const status = refusalOfSocket(message, identity);
    if (status) refuse(socket, status);
    else
      sockets.handleUpgrade(message, socket, head, (peer) =>
        serveSocket(peer, backend),
      );
  });

  await listen(server, options.port);
  server.on("error", () => undefined);
  identity.port = (server.address() as AddressInfo).port;
  return {
    entry,
    port: identity.port,
    session: identity.session,
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
  readonly identity: ServerIdentity;
  readonly keys: EntryKeys;
  readonly entry: () => string;
}

/** Undefined for a socket of our page. */
function refusalOfSocket(
  message: IncomingMessage,
  identity: ServerIdentity,
): Refusal | undefined {
  const admission = admit(factsOf(message), identity);
  if (admission.kind === "refuse") return admission.status;
  const { pathname } = new URL(admission.path, "http://localhost");
  // A page always sends its origin with a socket.
  const isOurs =
    admission.kind === "session" && message.headers.origin !== undefined;
  return isOurs && pathname === SOCKET_PATH ? undefined : 403;
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  serving: Serving,
): Promise<void> {
  const result = await replyTo(message, serving);
  if (typeof result === "number") say(response, result);
  else await send(response, result);
}

async function replyTo(
  message: IncomingMessage,
  { backend, pages, identity, keys, entry }: Serving,
): Promise<Response | Refusal> {
  const { method = "" } = message;
  const admission = admit(factsOf(message), identity);
  if (admission.kind === "refuse") return admission.status;
  if (!METHODS.includes(method)) return 405;
  const { kind, path } = admission;
  const url = new URL(path, "http://localhost");
  const { pathname } = url;

  // The page has no secret yet: a key lets it in, and only its own origin can send one.
  if (method === "POST" && pathname === SESSION_PATH) {
    const isOurs = message.headers.origin !== undefined;
    if (!isOurs || !keys.use(await shortText(message))) return 401;
    const { session: secret, pictures } = identity;
    return secretly({ secret, pictures } satisfies PageSession);
  }
  // The interface's files are no secret; without a session they show nothing.
  const page = await pages(new Request(url, { method }));
  if (page) return page;
  if (kind === "stranger") return 401;
  // A page that was loaded again asks whether its session still holds.
  if (kind === "session" && pathname === SESSION_PATH)
    return new Response(null, { status: 204 });
  if (kind === "session" && method === "POST" && pathname === ENTRIES_PATH)
    return secretly({ url: entry() });
  return backend.fetch(toRequest(message, url));
}

const METHODS: readonly string[] = ["GET", "HEAD", "POST"];

const secretly = (value: object): Response =>
  Response.json(value, { headers: { "cache-control": "no-store" } });

async function send(
  response: ServerResponse,
  { status, headers, body }: Response,
): Promise<void> {
  response.writeHead(status, Object.fromEntries(headers));
  if (body) await pipeline(Readable.fromWeb(body), response);
  else response.end();
}

const REFUSALS = {
  400: "Bad request.",
  401: "Open the address that Nítido printed when it started: it holds a key. Start Nítido once more for another.",
  403: "Only pages of Nítido itself are answered.",
  405: "Not allowed.",
  408: "Too slow.",
  431: "Too long.",
} as const;

type Refusal = keyof typeof REFUSALS;

/** What the parser calls the faults that have a status of their own. */
const MALFORMED: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** What else comes over the connection, as a body, is not waited for. */
function say(response: ServerResponse, status: Refusal): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    connection: "close",
  });
  response.end(REFUSALS[status]);
}

/** The same where there is a connection and no response. */
function refuse(socket: Duplex, status: Refusal): void {
  socket.on("error", () => undefined);
  const head = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ""}`;
  socket.end(`${head}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

function factsOf({
  method = "GET",
  url = "/",
  headers,
}: IncomingMessage): RequestFacts {
  const one = (name: string): string | undefined =>
    [headers[name]].flat()[0]?.toString();
  return {
    method,
    path: url,
    host: headers.host,
    origin: headers.origin,
    site: one("sec-fetch-site"),
    mode: one("sec-fetch-mode"),
    secret: secretIn(headers),
  };
}

function toRequest(message: IncomingMessage, url: URL): Request {
  const { method = "GET", headers } = message;
  if (method !== "POST") return new Request(url, { method });
  const length = headers["content-length"];
  return new Request(url, {
    method,
    headers: length === undefined ? {} : { "content-length": length },
    body: Readable.toWeb(message),
    duplex: "half",
  });
}

/** A body of a few bytes; empty for a longer one. */
async function shortText(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message) {
    text += String(chunk);
    if (text.length > MAX_KEY_BYTES) return "";
  }
  return text;
}

function listen(server: Server, port: number): Promise<void> {
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
