/** The window's host: only the page itself is heard, and every outcome is data. */
import { afterEach, expect, test, vi } from "vitest";
import { serveIpc } from "../../../electron/hosts/ipc.ts";
import {
  CALL_CHANNEL,
  EVENT_CHANNEL,
} from "../../../electron/hosts/ipc-channels.ts";
import { NitidoError } from "../../../models/errors.ts";
import { fakeBackend } from "../shell/fake-backend.ts";
import {
  BrowserWindow,
  ipcMain,
  resetElectron,
} from "../shell/fake-electron.ts";

vi.mock("electron", () => import("../shell/fake-electron.ts"));
afterEach(resetElectron);

const origin = "nitido://app";
const page = { origin, parent: null };

const call = (senderFrame: unknown, name: unknown, parameter: unknown = null) =>
  ipcMain.handlers.get(CALL_CHANNEL)!({ senderFrame }, name, parameter);

test("the page's calls reach the backend", async () => {
  const backend = fakeBackend({ "images.plots": { blocks: [] } });
  serveIpc({ backend, origin });
  const answer = await call(page, "images.plots", { id: "a" });
  expect(answer).toEqual({ value: { blocks: [] } });
  expect(backend.calls).toEqual([["images.plots", { id: "a" }]]);
});

test("errors travel as data", async () => {
  const error = new NitidoError("FILE_EMPTY", { file: "a.png" });
  serveIpc({ backend: fakeBackend({ "images.add": error }), origin });
  expect(await call(page, "images.add")).toEqual({
    error: {
      code: "FILE_EMPTY",
      message: error.message,
      details: { file: "a.png" },
    },
  });
});

test.each([
  ["another page", { origin: "https://example.org", parent: null }],
  ["a page without an origin", { origin: "null", parent: null }],
  ["a host of the same scheme", { origin: "nitido://other", parent: null }],
  ["a frame inside the page", { origin, parent: page }],
  ["a page that is gone", null],
])("%s is refused and reaches nothing", async (_who, frame) => {
  const backend = fakeBackend();
  serveIpc({ backend, origin });
  expect(await call(frame, "app.state")).toMatchObject({
    error: { code: "USAGE", details: { kind: "sender" } },
  });
  expect(backend.calls).toEqual([]);
});

test("a name that is no text is refused", async () => {
  const backend = fakeBackend();
  serveIpc({ backend, origin });
  expect(await call(page, { toString: () => "app.state" })).toMatchObject({
    error: { code: "USAGE" },
  });
  expect(backend.calls).toEqual([]);
});

test("events reach every window until the host ends", () => {
  const backend = fakeBackend();
  const end = serveIpc({ backend, origin });
  const { webContents } = new BrowserWindow();
  const event = { name: "app.command", payload: "save" } as const;
  backend.emit(event);
  end();
  backend.emit(event);
  expect(webContents.send.mock.calls).toEqual([[EVENT_CHANNEL, event]]);
  expect(ipcMain.handlers.size).toBe(0);
});
