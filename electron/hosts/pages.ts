/** The built interface as answers to requests, the same in every host: its files, and the policy they run under. */
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

/**
 * Scripts and connections of the app alone; pictures also from memory. Style attributes are
 * allowed, since components place things with them; style sheets come from files.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Peer connections are no requests: without this they would go where connect-src does not let.
  "webrtc 'block'",
].join("; ");

const HEADERS = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  // A name that is looked up tells its server what the page knows.
  "x-dns-prefetch-control": "off",
  "x-content-type-options": "nosniff",
  // The files lie on this machine: there is nothing to gain, and a new build must be seen.
  "cache-control": "no-cache",
} as const;

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** Answers a request for a page's file; null when there is no such file. */
export type Pages = (request: Request) => Promise<Response | null>;

/**
 * Serves the regular files that are in `folder` now. A path that is asked for is only looked up
 * among them and never joined to the folder: nothing else can be reached, however it is spelt.
 */
export async function openPages(folder: string): Promise<Pages> {
  const files = new Map(await listFiles(folder, "/"));
  return async (request) => {
    const { pathname } = new URL(request.url);
    const path = pathname === "/" ? "/index.html" : decoded(pathname);
    const file = files.get(path);
    if (file === undefined) return null;
    const headers = {
      ...HEADERS,
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    };
    if (request.method === "HEAD") return new Response(null, { headers });
    if (request.method !== "GET")
      return new Response(null, { status: 405, headers: { allow: "GET" } });
    return new Response(await readFile(file), { headers });
  };
}

/** Pairs of a path below the origin and the file it stands for. Links are left out. */
async function listFiles(
  folder: string,
  path: string,
): Promise<[string, string][]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries.map((entry): Promise<[string, string][]> => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(file, `${path}${entry.name}/`);
    return Promise.resolve(entry.isFile() ? [[path + entry.name, file]] : []);
  });
  return (await Promise.all(lists)).flat();
}

/** Empty, which is no file's path, for what cannot be decoded. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "";
  }
}
