/** The tab's session with the local server: where its secret comes from, and how requests carry it. A window has none. */
import {
  KEY_FRAGMENT,
  type PageSession,
  SESSION_PATH,
  SESSION_PROTOCOL,
} from "../../electron/contract/socket.ts";

/** Kept for the tab alone, by origin: other ports, and other sites, cannot read it. */
const STORED = "nitido-session";

let session: PageSession | null = null;

/**
 * Takes the key out of the page's address and exchanges it, or goes on with what the tab has from
 * before it was loaded again. Resolves with whether there is a session now.
 */
export async function beginSession(page: Window): Promise<boolean> {
  const { location, history, sessionStorage } = page;
  const parameters = new URLSearchParams(location.hash.slice(1));
  const key = parameters.get(KEY_FRAGMENT);
  if (key !== null) {
    history.replaceState(null, "", location.pathname);
    const answer = await page.fetch(SESSION_PATH, {
      method: "POST",
      body: key,
    });
    if (answer.ok) sessionStorage.setItem(STORED, await answer.text());
  }
  const stored = sessionStorage.getItem(STORED);
  session = stored === null ? null : (JSON.parse(stored) as PageSession);
  if (session && (await fetchFromApp(SESSION_PATH)).status === 401) {
    // The server was started anew since.
    sessionStorage.removeItem(STORED);
    session = null;
  }
  return session !== null;
}

/** `fetch` from the app. */
export const fetchFromApp: typeof fetch = (input, init) => {
  if (!session) return fetch(input, init);
  const headers = new Headers(init?.headers);
  headers.set("authorization", `Bearer ${session.secret}`);
  return fetch(input, { ...init, headers });
};

/** The address of a picture, for elements that ask by themselves. */
export function pictureAddress(path: string): string {
  return session ? `/${session.pictures}${path}` : path;
}

/** What a socket to the server offers. */
export function socketProtocols(): string[] {
  return session ? [SESSION_PROTOCOL, session.secret] : [SESSION_PROTOCOL];
}
