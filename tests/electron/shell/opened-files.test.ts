/** Files that are opened from outside: one instance gets them all, whenever and however they come. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "electron";
import { afterEach, describe, expect, test, vi } from "vitest";
import { governLifecycle } from "../../../electron/shell/lifecycle.ts";
import { pathOpener } from "../../../electron/shell/open-paths.ts";
import {
  claimInstance,
  OpenedFiles,
  pathsAmong,
} from "../../../electron/shell/opened-files.ts";
import { NitidoError } from "../../../models/errors.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { fakeBackend } from "./fake-backend.ts";
import {
  app as fakeApp,
  BrowserWindow,
  resetElectron,
} from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
afterEach(resetElectron);

const app = fakeApp as unknown as App;
const folder = temporaryFolder();

describe("a command line", () => {
  test("names existing files and folders, wherever it was typed", () => {
    writeFileSync(join(folder, "ñandú 1.png"), "");
    mkdirSync(join(folder, "photos"));
    const words = ["--flag", "", "ñandú 1.png", join(folder, "photos"), "no"];
    expect(pathsAmong(words, folder)).toEqual([
      join(folder, "ñandú 1.png"),
      join(folder, "photos"),
    ]);
  });
});

describe("files", () => {
  test("wait for the app to be ready, and pass on from then", () => {
    const files = new OpenedFiles();
    const taken: (readonly string[])[] = [];
    files.add(["a"]);
    files.add(["b"]);
    files.deliverTo((paths) => taken.push(paths));
    files.add(["c"]);
    files.add([]);
    expect(taken).toEqual([["a", "b"], ["c"]]);
  });

  test("of the first start are taken as they are", () => {
    const files = new OpenedFiles();
    const take = vi.fn();
    expect(claimInstance(app, files, ["/a.png"])).toBe(true);
    files.deliverTo(take);
    expect(take.mock.calls).toEqual([[["/a.png"]]]);
  });

  test("of a second start are handed to the first", () => {
    fakeApp.isFirst = false;
    expect(claimInstance(app, new OpenedFiles(), ["/a.png"])).toBe(false);
    expect(fakeApp.requestSingleInstanceLock.mock.calls).toEqual([
      [{ paths: ["/a.png"] }],
    ]);
  });

  test("are received from a second start, and nothing else is", () => {
    const files = new OpenedFiles();
    const take = vi.fn();
    claimInstance(app, files, []);
    files.deliverTo(take);
    for (const data of [{ paths: ["/b.png"] }, { paths: [1] }, null])
      fakeApp.emit("second-instance", {}, ["--x", "/c.png"], "/", data);
    expect(take.mock.calls).toEqual([[["/b.png"]]]);
  });

  test("come from the icon on macOS", () => {
    const files = new OpenedFiles();
    const take = vi.fn();
    claimInstance(app, files, []);
    const preventDefault = vi.fn();
    fakeApp.emit("open-file", { preventDefault }, "/d.png");
    files.deliverTo(take);
    expect(take.mock.calls).toEqual([[["/d.png"]]]);
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test("join the film strip, the first is shown, and what is no image is told", async () => {
    const refused = {
      code: "FORMAT_UNSUPPORTED",
      message: "",
      details: { file: "/x.txt" },
    };
    const backend = fakeBackend({
      "images.add": { added: ["i1", "i2"], refused: [refused] },
    });
    const report = vi.fn();
    await pathOpener(backend, report)(["/a.png", "/b.png", "/x.txt"]);
    expect(backend.calls).toEqual([
      ["images.add", { paths: ["/a.png", "/b.png", "/x.txt"] }],
    ]);
    expect(report.mock.calls[0]![0]).toBeInstanceOf(NitidoError);
    expect(report.mock.calls[0]![0]).toMatchObject({
      details: { file: "/x.txt" },
    });
  });
});

describe("the app", () => {
  const govern = (
    platform: NodeJS.Platform,
    close = () => Promise.resolve(),
  ) => {
    const open = vi.fn();
    governLifecycle({ app, platform, open, close });
    return open;
  };

  test.each([
    ["linux", 1],
    ["win32", 1],
    ["darwin", 0],
  ] as const)("ends with its window on %s: %i", (platform, times) => {
    govern(platform);
    fakeApp.emit("window-all-closed");
    expect(fakeApp.quit).toHaveBeenCalledTimes(times);
  });

  test.each(["activate", "second-instance", "open-file"])(
    "shows its window on %s, and opens one where there is none",
    (event) => {
      const open = govern("darwin");
      fakeApp.emit(event, { preventDefault: () => undefined });
      expect(open).toHaveBeenCalledOnce();
      const window = new BrowserWindow();
      fakeApp.emit(event, { preventDefault: () => undefined });
      expect(open).toHaveBeenCalledOnce();
      expect(window.focus).toHaveBeenCalledOnce();
    },
  );

  test("ends only once everything is written and the engine has ended", async () => {
    let finish = (): void => undefined;
    govern("linux", () => new Promise((resolve) => (finish = resolve)));
    const preventDefault = vi.fn();
    fakeApp.emit("will-quit", { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(fakeApp.quit).not.toHaveBeenCalled();
    finish();
    await vi.waitFor(() => expect(fakeApp.quit).toHaveBeenCalledOnce());
    fakeApp.emit("will-quit", { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test("ends also when closing fails", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    govern("linux", () => Promise.reject(new Error("disk")));
    fakeApp.emit("will-quit", { preventDefault: () => undefined });
    await vi.waitFor(() => expect(fakeApp.quit).toHaveBeenCalledOnce());
    log.mockRestore();
  });
});
