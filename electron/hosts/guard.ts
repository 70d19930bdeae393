/** Decides which requests the local server answers: those of its own page, with its token, and no others. */
import { timingSafeEqual } from "node:crypto";

/** What a decision needs to know of a request. */
export interface Knock {
  readonly method: string;
  /** Of the request line, with the query. */
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
}

export interface Door {
  /** The port that is listened on. */
  readonly port: number;
  readonly token: string;
}

export type Verdict =
  | { readonly kind: "welcome" }
  /** The first visit with the token in the address: the cookie is set and the token leaves the address. */
  | { readonly kind: "enter" }
  | { readonly kind: "refuse"; readonly status: 400 | 401 | 403 };

export const COOKIE = "nitido";
export const TOKEN_PARAMETER = "token";

/**
 * - The Host must name this machine: else a foreign site's name may have been pointed here (DNS
 *   rebinding).
 * - An Origin, where there is one, must be our own: else a foreign page is asking.
 * - The token must be in the cookie, or once in the address of the page.
 */
export function admit(knock: Knock, { port, token }: Door): Verdict {
  const names = ["127.0.0.1", "localhost", "[::1]"].map(
    (name) => `${name}:${String(port)}`,
  );
  const { host, origin, method } = knock;
  if (host === undefined || !names.includes(host))
    return { kind: "refuse", status: 403 };
  if (origin !== undefined && origin !== `http://${host}`)
    return { kind: "refuse", status: 403 };
  if (!URL.canParse(knock.path, `http://${host}`))
    return { kind: "refuse", status: 400 };
  if (sameToken(cookieOf(knock.cookie, port), token))
    return { kind: "welcome" };
  const url = new URL(knock.path, `http://${host}`);
  const given = url.searchParams.get(TOKEN_PARAMETER);
  return method === "GET" && url.pathname === "/" && sameToken(given, token)
    ? { kind: "enter" }
    : { kind: "refuse", status: 401 };
}

/** Cookies know no ports, so the name holds it: two servers do not take each other's. */
export function cookieName(port: number): string {
  return `${COOKIE}-${String(port)}`;
}

function cookieOf(header: string | undefined, port: number): string | null {
  for (const pair of (header ?? "").split(";")) {
    const [name, value] = pair.trim().split("=");
    if (name === cookieName(port)) return value ?? null;
  }
  return null;
}

/** In a time that does not tell how much of it was right. */
function sameToken(given: string | null, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
