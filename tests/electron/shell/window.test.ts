/** The window: how it is made, where it opens, and what becomes of a page that crashes or hangs. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createMessages } from "../../../electron/messages/messages.ts";
import { openWindow, showWindow } from "../../../electron/shell/window.ts";
import { usableState } from "../../../electron/shell/window-state.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { app, BrowserWindow, dialog, resetElectron } from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  resetElectron();
  vi.useRealTimers();
});

const stateFile = join(temporaryFolder(), "data", "window.json");
const english = createMessages("en");

function open(devTools = false): BrowserWindow {
  openWindow({
    preload: "/app/dist/preload.cjs",
    stateFile,
    devTools,
    messages: () => english,
  });
  return BrowserWindow.windows.at(-1)!;
}

describe("the window", () => {
  test("holds a sandboxed page without Node that shows the app", () => {
    const window = open();
    expect(window.options["webPreferences"]).toEqual({
      preload: "/app/dist/preload.cjs",
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
    expect(window.loadURL.mock.calls).toEqual([["nitido://app/"]]);
  });

  test("appears only once there is something to see", () => {
    const window = open();
    expect(window.options["show"]).toBe(false);
    expect(window.show).not.toHaveBeenCalled();
    window.emit("ready-to-show");
    expect(window.show).toHaveBeenCalledOnce();
  });

  test("opens where and as it was closed", () => {
    const first = open();
    first.isMaximized = () => true;
    first.emit("close");
    const second = open();
    expect(second.options).toMatchObject({
      x: 10,
      y: 20,
      width: 1000,
      height: 700,
    });
    second.emit("ready-to-show");
    expect(second.maximize).toHaveBeenCalledOnce();
  });

  test("opens in its default size when its state cannot be read", () => {
    mkdirSync(dirname(stateFile), { recursive: true });
    writeFileSync(stateFile, "{ no json");
    expect(open().options).toMatchObject({ width: 1280, height: 800 });
    expect(open().options).not.toHaveProperty("x");
  });

  test("closes also where its state cannot be written", () => {
    openWindow({
      preload: "",
      stateFile: "/dev/null/window.json",
      devTools: false,
      messages: () => english,
    });
    expect(() => BrowserWindow.windows.at(-1)!.emit("close")).not.toThrow();
  });

  test("comes back from being minimized when it is asked for", () => {
    const again = vi.fn();
    showWindow(again);
    expect(again).toHaveBeenCalledOnce();
    const window = open();
    window.isMinimized = () => true;
    showWindow(again);
    expect(again).toHaveBeenCalledOnce();
    expect(window.restore).toHaveBeenCalledOnce();
    expect(window.focus).toHaveBeenCalledOnce();
  });
});

describe("a remembered place", () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };
  const right = { x: 1920, y: 0, width: 1920, height: 1040 };
  const saved = { x: 2000, y: 50, width: 1400, height: 900, maximized: false };

  test("is taken where a display shows it", () => {
    expect(usableState(saved, [screen, right])).toEqual(saved);
  });

  test("is left where that display is gone", () => {
    expect(usableState(saved, [screen])).toEqual({
      width: 1280,
      height: 800,
      maximized: false,
    });
  });

  test("is left where its title bar is out of reach", () => {
    const above = { ...saved, x: 0, y: -200, maximized: true };
    expect(usableState(above, [screen])).toEqual({
      width: 1280,
      height: 800,
      maximized: true,
    });
  });

  test("is no larger than the display and no smaller than the page needs", () => {
    const huge = { ...saved, x: 0, width: 9000, height: 10 };
    expect(usableState(huge, [screen])).toMatchObject({
      width: 1920,
      height: 600,
    });
  });

  test.each([
    ["nothing", undefined],
    ["text", "1280x800"],
    ["half a state", { x: 1, y: 2 }],
    ["numbers that are none", { ...saved, x: Number.NaN }],
  ])("that is %s is the default", (_what, state) => {
    expect(usableState(state, [screen])).toMatchObject({ width: 1280 });
  });
});

describe("a page that crashes", () => {
  const crash = (window: BrowserWindow, reason = "crashed"): void => {
    window.webContents.emit("render-process-gone", {}, { reason });
  };

  test("is loaded again", () => {
    const window = open();
    crash(window);
    expect(window.webContents.reload).toHaveBeenCalledOnce();
    expect(dialog.showMessageBox).not.toHaveBeenCalled();
  });

  test("again and again is a question: reload or quit", async () => {
    dialog.showMessageBox.mockResolvedValue({ response: 1 });
    const window = open();
    for (const reason of ["crashed", "oom", "killed"]) crash(window, reason);
    expect(window.webContents.reload).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(app.quit).toHaveBeenCalledOnce());
    expect(dialog.showMessageBox.mock.calls[0]![1]).toMatchObject({
      message: "The window keeps crashing.",
      buttons: ["Reload", "Quit Nítido"],
    });
  });

  test("now and then is just loaded again", () => {
    const window = open();
    for (const reason of ["crashed", "oom", "killed", "crashed"]) {
      crash(window, reason);
      vi.advanceTimersByTime(40_000);
    }
    expect(window.webContents.reload).toHaveBeenCalledTimes(4);
  });

  test("by ending as it should is no crash", () => {
    const window = open();
    crash(window, "clean-exit");
    expect(window.webContents.reload).not.toHaveBeenCalled();
  });
});

describe("a page that hangs", () => {
  test("is ended and loaded again if the user wants it", async () => {
    dialog.showMessageBox.mockResolvedValue({ response: 0 });
    const window = open();
    window.emit("unresponsive");
    const { webContents } = window;
    await vi.waitFor(() =>
      expect(webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce(),
    );
  });

  test("and answers again takes the question back", () => {
    dialog.showMessageBox.mockReturnValue(new Promise(() => undefined));
    const window = open();
    window.emit("unresponsive");
    window.emit("unresponsive");
    expect(dialog.showMessageBox).toHaveBeenCalledOnce();
    const { signal } = dialog.showMessageBox.mock.calls[0]![1] as {
      signal: AbortSignal;
    };
    expect(signal.aborted).toBe(false);
    window.emit("responsive");
    expect(signal.aborted).toBe(true);
  });
});
