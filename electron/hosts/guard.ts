/** Decides what a request to the local server may have: all with the session's secret, pictures with their key, the interface's files without. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { SESSION_PROTOCOL } from "../contract/socket.ts";

/** What a decision needs to know of a request. */
export interface RequestFacts {
  readonly method: string;
  /** Of the request line, with the query. */
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** What the browser says of the page that asks (`sec-fetch-site`, `sec-fetch-mode`). */
  readonly site: string | undefined;
  readonly mode: string | undefined;
  /** What was sent as the session's secret, in a header or with a socket. */
  readonly secret: string | undefined;
}

export interface ServerIdentity {
  /** The port that is listened on. */
  readonly port: number;
  /** Lets do everything that the app can. */
  readonly session: string;
  /** Lets look at pictures: it stands in their addresses, where no header can be sent. */
  readonly pictures: string;
}

/** `path` begins with a single slash and is an address; the pictures' key is taken out of it. */
export type Admission =
  | {
      readonly kind: "session" | "pictures" | "stranger";
      readonly path: string;
    }
  | { readonly kind: "refuse"; readonly status: 400 | 403 };

/** `session`: random unless given. The key to the pictures follows from it, and does not lead back. */
export function newIdentity(
  session = randomBytes(32).toString("base64url"),
): Omit<ServerIdentity, "port"> {
  const pictures = createHmac("sha256", session).update("pictures");
  return { session, pictures: pictures.digest("base64url") };
}

/**
 * - The Host must name this machine: else a foreign site's name may have been pointed here (DNS
 *   rebinding).
 * - An Origin, where there is one, must be our own, and so must be the page that asks for anything
 *   but to be shown: else a foreign page is asking.
 * - The path is looked at only then, and never trusted to be one.
 */
export function admit(
  facts: RequestFacts,
  { port, session, pictures }: ServerIdentity,
): Admission {
  const names = ["127.0.0.1", "localhost", "[::1]"].map(
    (name) => `${name}:${String(port)}`,
  );
  const { host, origin, path, method, site, mode } = facts;
  if (host === undefined || !names.includes(host))
    return { kind: "refuse", status: 403 };
  if (origin !== undefined && origin !== `http://${host}`)
    return { kind: "refuse", status: 403 };
  const isForeign = site === "cross-site" || site === "same-site";
  if (isForeign && mode !== "navigate") return { kind: "refuse", status: 403 };
  if (!isPath(path)) return { kind: "refuse", status: 400 };
  if (isSecret(facts.secret, session)) return { kind: "session", path };
  const [, first = "", rest] = /^\/([^/?]*)(\/.*)$/.exec(path) ?? [];
  const isLooking = method === "GET" || method === "HEAD";
  if (rest !== undefined && isLooking && isSecret(first, pictures))
    return isPath(rest)
      ? { kind: "pictures", path: rest }
      : { kind: "refuse", status: 400 };
  return { kind: "stranger", path };
}

/** Browsers take a backslash for a slash, and what stands behind two of them for a host. */
function isPath(words: string): boolean {
  return /^\/(?![/\\])/.test(words) && URL.canParse(words, "http://localhost");
}

/** The secret that came with a request: `authorization: Bearer …`, or the second protocol that a socket offers. */
export function secretIn(headers: {
  readonly authorization?: string | undefined;
  readonly "sec-websocket-protocol"?: string | undefined;
}): string | undefined {
  const { authorization = "", "sec-websocket-protocol": offered = "" } =
    headers;
  const [protocol, secret] = offered.split(",").map((word) => word.trim());
  if (protocol === SESSION_PROTOCOL) return secret;
  return /^Bearer (\S+)$/.exec(authorization)?.[1];
}

/** In a time that does not tell how much of it was right. */
export function isSecret(given: string | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
