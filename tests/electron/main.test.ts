/** The built desktop app as it starts and ends: everything real but Electron, of which there is a fake. */
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Answer } from "../../electron/contract/answer.ts";
import type { AppEvent } from "../../electron/contract/transport.ts";
import type { AppState } from "../../electron/contract/values.ts";
import {
  CALL_CHANNEL,
  EVENT_CHANNEL,
} from "../../electron/hosts/ipc-channels.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  session,
} from "./shell/fake-electron.ts";

vi.mock("electron", () => import("./shell/fake-electron.ts"));

const data = temporaryFolder();
const root = join(import.meta.dirname, "..", "..");
const samples = join(root, "samples");
const page = { origin: "nitido://app", parent: null };

const call = async (name: string, parameter: unknown = null) => {
  const handler = ipcMain.handlers.get(CALL_CHANNEL)!;
  const answer = (await handler(
    { senderFrame: page },
    name,
    parameter,
  )) as Answer;
  if ("error" in answer) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const state = async () => (await call("app.state")) as AppState;
const ask = (path: string): Promise<Response> =>
  protocol.handle.mock.calls[0]![1](new Request(`nitido://app${path}`));

beforeAll(async () => {
  vi.stubEnv("NITIDO_DATA", data);
  vi.stubEnv("npm_node_execpath", process.execPath);
  await import(join(root, "dist", "main.js"));
  await vi.waitFor(() => expect(BrowserWindow.windows).toHaveLength(1), 20_000);
});

afterAll(() => vi.unstubAllEnvs());

describe("the desktop app", () => {
  test("settles scheme, sandbox and folder before Electron is ready", () => {
    const ready = app.whenReady.mock.invocationCallOrder[0]!;
    for (const early of [
      protocol.registerSchemesAsPrivileged,
      app.enableSandbox,
      app.setPath,
      app.requestSingleInstanceLock,
    ])
      expect(early.mock.invocationCallOrder[0]).toBeLessThan(ready);
    expect(app.setPath.mock.calls).toEqual([
      ["userData", join(data, "electron")],
    ]);
  });

  test("guards the session before the window opens", () => {
    const guard = session.defaultSession.setPermissionCheckHandler;
    expect(guard).toHaveBeenCalledOnce();
    expect(BrowserWindow.windows[0]!.loadURL.mock.calls).toEqual([
      ["nitido://app/"],
    ]);
  });

  test("serves its page under the policy, and no file beside it", async () => {
    const response = await ask("/");
    expect(await response.text()).toContain("<title>Nítido</title>");
    expect(response.headers.get("content-security-policy")).toContain("'self'");
    expect((await ask("/%2e%2e/main.js")).status).toBe(404);
  });

  test("answers calls, and says what the desktop can do", async () => {
    expect(await state()).toMatchObject({
      capabilities: { host: "electron", dialogs: true, reveal: true },
      systemLanguage: "es",
      images: [],
    });
  });

  test("loads no native code into Electron's process", () => {
    const code = readFileSync(join(root, "dist", "main.js"), "utf8");
    const packages = [...code.matchAll(/^import [^;]*?"([^"]+)";$/gm)]
      .map(([, name]) => name!)
      .filter((name) => !isBuiltin(name));
    expect(packages).toEqual(["electron"]);
  });

  test("has its menu in the language of the system", () => {
    const menu = JSON.stringify(Menu.setApplicationMenu.mock.lastCall);
    expect(menu).toContain("Abrir fotografías…");
  });

  test("adds the files of a second start, shows the first, and tells the page", async () => {
    const files = [join(samples, "otters.jpg"), join(samples, "piazza.png")];
    app.emit("second-instance", {}, [], "/", { paths: files });
    await vi.waitFor(async () => {
      const { images, current } = await state();
      expect(images.map(({ path }) => path)).toEqual(files);
      expect(current).toBe(images[0]!.id);
    });
    const { webContents, focus } = BrowserWindow.windows[0]!;
    expect(focus).toHaveBeenCalled();
    const names = webContents.send.mock.calls
      .filter(([channel]) => channel === EVENT_CHANNEL)
      .map(([, event]) => (event as AppEvent).name);
    expect(names).toContain("images.changed");
    expect(app.addRecentDocument.mock.calls).toEqual(files.map((it) => [it]));
  });

  test("says in a dialog what could not be added", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const paths = [join(data, "gone.png")];
    app.emit("second-instance", {}, [], "/", { paths });
    await vi.waitFor(() => expect(dialog.showErrorBox).toHaveBeenCalledOnce());
    expect(dialog.showErrorBox.mock.calls[0]![1]).toContain("gone.png");
    log.mockRestore();
  });

  test("serves the pixels of the images it holds", async () => {
    const [image] = (await state()).images;
    const response = await ask(`/thumbnails/${image!.id}?edge=64`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/jpeg");
  });

  test("ends its engine before it ends itself", async () => {
    const preventDefault = vi.fn();
    app.emit("will-quit", { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(app.quit).toHaveBeenCalledOnce(), 10_000);
    await expect(call("devices.list", { probe: false })).rejects.toThrow(
      "CANCELLED",
    );
  });
});
