/** What pages may not do, whatever they contain: leave the app, open windows, ask for permissions, reach the network. */
import type { Session, WebContents } from "electron";
import { PAGE } from "./protocol.ts";

/** The pages that may be opened in the user's browser: the licences that the app and its models' cards name. */
export const EXTERNAL_PAGES: ReadonlySet<string> = new Set([
  "https://www.apache.org/licenses/LICENSE-2.0",
  "https://creativecommons.org/licenses/by-sa/4.0/",
  "https://creativecommons.org/publicdomain/zero/1.0/",
  "https://unsplash.com/license",
]);

/** Schemes that stay on this machine. */
const LOCAL = new Set(["nitido:", "blob:", "data:", "devtools:"]);

/** Chromium's own traffic; `nothing leaves the machine` holds for it as well. */
export const SILENCING_SWITCHES: readonly (readonly [string, string?])[] = [
  ["disable-background-networking"],
  ["disable-component-update"],
  ["disable-domain-reliability"],
  // No name is looked up, not for a link's sake either, and no packet leaves beside a proxy that is not there.
  ["host-resolver-rules", "MAP * ~NOTFOUND"],
  ["dns-prefetch-disable"],
  ["force-webrtc-ip-handling-policy", "disable_non_proxied_udp"],
  ["proxy-server", "socks5://127.0.0.1:9"],
];

/** Denies every permission and every request to the network. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !LOCAL.has(new URL(url).protocol) }),
  );
}

/** Keeps a page where it is. `openExternal` opens the user's browser. */
export function guardContents(
  contents: WebContents,
  openExternal: (url: string) => void,
): void {
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
  contents.on("will-frame-navigate", (event) => {
    const isReload = event.isMainFrame && event.url === PAGE;
    if (!isReload) event.preventDefault();
  });
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (EXTERNAL_PAGES.has(url)) openExternal(url);
    return { action: "deny" };
  });
}
