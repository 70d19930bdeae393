/** What a page may not do, tried with the handlers that Electron would ask. */
import { EventEmitter } from "node:events";
import type { Session, WebContents } from "electron";
import { describe, expect, test, vi } from "vitest";
import {
  EXTERNAL_PAGES,
  guardContents,
  guardSession,
  SILENCING_SWITCHES,
} from "../../../electron/shell/security.ts";

interface Handlers {
  request?: (
    contents: null,
    permission: string,
    answer: (granted: boolean) => void,
  ) => void;
  check?: () => boolean;
  device?: () => boolean;
  network?: (
    details: { url: string },
    answer: (response: { cancel: boolean }) => void,
  ) => void;
}

function guardedSession(): Handlers {
  const handlers: Handlers = {};
  guardSession({
    setPermissionRequestHandler: (handler: never) =>
      (handlers.request = handler),
    setPermissionCheckHandler: (handler: never) => (handlers.check = handler),
    setDevicePermissionHandler: (handler: never) => (handlers.device = handler),
    webRequest: {
      onBeforeRequest: (handler: never) => (handlers.network = handler),
    },
  } as unknown as Session);
  return handlers;
}

describe("the session", () => {
  test.each(["media", "geolocation", "notifications", "clipboard-read"])(
    "denies %s when it is asked for and when it is checked",
    (permission) => {
      const { request, check, device } = guardedSession();
      const answer = vi.fn();
      request!(null, permission, answer);
      expect(answer.mock.calls).toEqual([[false]]);
      expect([check!(), device!()]).toEqual([false, false]);
    },
  );

  test.each([
    ["nitido://app/index.html", false],
    ["blob:nitido://app/1", false],
    ["data:image/png;base64,", false],
    ["https://example.org/", true],
    ["http://127.0.0.1:80/", true],
    ["ws://127.0.0.1/", true],
    ["file:///etc/passwd", true],
  ])("a request for %s is cancelled: %s", (url, cancel) => {
    const answer = vi.fn();
    guardedSession().network!({ url }, answer);
    expect(answer.mock.calls).toEqual([[{ cancel }]]);
  });
});

class Contents extends EventEmitter {
  opener: (details: { url: string }) => unknown = () => undefined;
  readonly setWebRTCIPHandlingPolicy = vi.fn();
  readonly setWindowOpenHandler = (handler: typeof this.opener): void => {
    this.opener = handler;
  };
}

function guardedContents() {
  const contents = new Contents();
  const openExternal = vi.fn();
  guardContents(contents as unknown as WebContents, openExternal);
  /** Whether the guard lets the event happen. */
  const allows = (name: string, details: object = {}): boolean => {
    const preventDefault = vi.fn();
    contents.emit(name, { ...details, preventDefault });
    return preventDefault.mock.calls.length === 0;
  };
  return { contents, openExternal, allows };
}

describe("a page", () => {
  test.each([
    ["https://example.org/", true, false],
    ["file:///etc/passwd", true, false],
    ["javascript:alert(1)", true, false],
    ["nitido://app/assets/x.html", true, false],
    ["nitido://app.example.org/", true, false],
    ["nitido://app/", false, false],
    ["nitido://app/", true, true],
  ])(
    "that goes to %s (main frame: %s) is let: %s",
    (url, isMainFrame, expected) => {
      const { allows } = guardedContents();
      expect(allows("will-frame-navigate", { url, isMainFrame })).toBe(
        expected,
      );
    },
  );

  test("is not redirected and embeds no other", () => {
    const { allows } = guardedContents();
    expect(allows("will-redirect")).toBe(false);
    expect(allows("will-attach-webview")).toBe(false);
  });

  test("opens no window, and the user's browser only for known pages", () => {
    const { contents, openExternal } = guardedContents();
    const [known] = EXTERNAL_PAGES;
    for (const url of [
      known!,
      "https://example.org/",
      `${known!}?x`,
      "file:///etc/passwd",
    ])
      expect(contents.opener({ url })).toEqual({ action: "deny" });
    expect(openExternal.mock.calls).toEqual([[known]]);
  });

  test("reaches no peer beside the proxy, and there is none", () => {
    const { contents } = guardedContents();
    expect(contents.setWebRTCIPHandlingPolicy.mock.calls).toEqual([
      ["disable_non_proxied_udp"],
    ]);
    const switches = new Map(
      SILENCING_SWITCHES.map(([name, value = ""]) => [name, value]),
    );
    expect(switches.get("proxy-server")).toBe("socks5://127.0.0.1:9");
    expect(switches.get("host-resolver-rules")).toBe("MAP * ~NOTFOUND");
  });

  test("knows external pages by https alone", () => {
    for (const page of EXTERNAL_PAGES) expect(page).toMatch(/^https:\/\//);
  });
});
