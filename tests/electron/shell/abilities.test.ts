/** What the desktop does for the services: dialogs, the file manager, recent files, and a Node for the engine. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createMessages } from "../../../electron/messages/messages.ts";
import { desktopAbilities } from "../../../electron/shell/abilities.ts";
import { engineNode } from "../../../electron/shell/engine-node.ts";
import { reportError } from "../../../electron/shell/report.ts";
import { NitidoError } from "../../../models/errors.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import {
  app,
  BrowserWindow,
  dialog,
  resetElectron,
  shell,
} from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
afterEach(resetElectron);

const folder = temporaryFolder();
const spanish = createMessages("es");

const abilities = (platform: NodeJS.Platform = "linux") =>
  desktopAbilities({
    app: app as never,
    shell: shell as never,
    messages: () => spanish,
    pictures: "/home/ana/Imágenes",
    platform,
  });

const choose = (...filePaths: string[]): void => {
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths });
};
const cancel = (): void => {
  dialog.showOpenDialog.mockResolvedValueOnce({
    canceled: true,
    filePaths: [],
  });
};
const wishes = () =>
  dialog.showOpenDialog.mock.calls.map(
    (call) => call.at(-1) as Record<string, unknown>,
  );

describe("dialogs", () => {
  test("ask for photographs, from the user's pictures on, in their language", async () => {
    choose("/a/1.png", "/a/2.jpg");
    expect(await abilities().chooseFiles()).toEqual(["/a/1.png", "/a/2.jpg"]);
    expect(wishes()[0]).toMatchObject({
      title: "Abrir fotografías",
      defaultPath: "/home/ana/Imágenes",
      properties: ["openFile", "multiSelections"],
    });
    const [filter] = wishes()[0]!["filters"] as { extensions: string[] }[];
    expect(filter!.extensions).toEqual(
      expect.arrayContaining(["jpg", "png", "tif", "webp"]),
    );
  });

  test("belong to the window when there is one", async () => {
    const window = new BrowserWindow();
    cancel();
    await abilities().chooseFolder();
    expect(dialog.showOpenDialog.mock.calls[0]![0]).toBe(window);
  });

  test("take folders with files on macOS", async () => {
    cancel();
    await abilities("darwin").chooseFiles();
    expect(wishes()[0]!["properties"]).toContain("openDirectory");
  });

  test("begin where the last one ended", async () => {
    const { chooseFiles, chooseFolder, chooseModel } = abilities();
    choose(join("/b", "1.png"));
    await chooseFiles();
    choose("/c");
    await chooseFolder();
    cancel();
    await chooseModel();
    cancel();
    await chooseModel();
    expect(wishes().map(({ defaultPath }) => defaultPath)).toEqual([
      "/home/ana/Imágenes",
      "/b",
      "/c",
      "/c",
    ]);
  });

  test("that were closed chose nothing", async () => {
    const { chooseFiles, chooseFolder, chooseModel } = abilities();
    dialog.showOpenDialog.mockResolvedValue({ canceled: true, filePaths: [] });
    expect(await chooseFiles()).toEqual([]);
    expect(await chooseFolder()).toBeNull();
    expect(await chooseModel()).toBeNull();
    expect(await abilities().chooseIdx()).toBeNull();
  });
});

describe("the file manager", () => {
  test("shows a file that is there", async () => {
    const file = join(folder, "a.png");
    writeFileSync(file, "");
    await abilities().reveal(file);
    expect(shell.showItemInFolder.mock.calls).toEqual([[file]]);
  });

  test("is not asked for one that is gone", async () => {
    await expect(abilities().reveal(join(folder, "b.png"))).rejects.toThrow(
      NitidoError,
    );
    expect(shell.showItemInFolder).not.toHaveBeenCalled();
  });
});

test("recent files are the system's", () => {
  abilities().addRecent("/a.png");
  expect(app.addRecentDocument.mock.calls).toEqual([["/a.png"]]);
});

test("an error outside the page is told in a dialog, with what to do", () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  const error = new NitidoError("FILE_EMPTY", { file: "a.png" });
  reportError("Nítido", error, spanish);
  expect(dialog.showErrorBox.mock.calls).toEqual([
    ["Nítido", "a.png está vacío. Cópielo de nuevo desde su origen."],
  ]);
  log.mockRestore();
});

describe("the engine's Node", () => {
  const place = {
    isPackaged: false,
    resources: join("/opt", "nitido", "resources"),
    platform: "linux",
    environment: {},
  } as const;

  test("is the bundled one in the packaged app", () => {
    const packaged = { ...place, isPackaged: true };
    const folder = join(place.resources, "node");
    expect(engineNode(packaged)).toBe(join(folder, "node"));
    expect(engineNode({ ...packaged, platform: "win32" })).toBe(
      join(folder, "node.exe"),
    );
  });

  test("is npm's in development, and else the one that is found first", () => {
    const environment = { npm_node_execpath: "/usr/bin/node24" };
    expect(engineNode({ ...place, environment })).toBe("/usr/bin/node24");
    expect(engineNode(place)).toBe("node");
  });
});
