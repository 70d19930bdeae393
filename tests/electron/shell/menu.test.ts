/** The native menu: complete in both languages, and every entry does what it says. */
import type { MenuItemConstructorOptions } from "electron";
import { afterEach, describe, expect, test, vi } from "vitest";
import { APP_COMMANDS } from "../../../electron/contract/api.ts";
import type { Settings } from "../../../electron/contract/values.ts";
import { createMessages } from "../../../electron/messages/messages.ts";
import {
  type MenuActions,
  menuTemplate,
} from "../../../electron/shell/menu.ts";
import { menuActions } from "../../../electron/shell/menu-actions.ts";
import { Preferences } from "../../../electron/shell/preferences.ts";
import { NitidoError } from "../../../models/errors.ts";
import { fakeBackend } from "./fake-backend.ts";
import { Menu, nativeTheme, resetElectron } from "./fake-electron.ts";

vi.mock("electron", () => import("./fake-electron.ts"));
afterEach(resetElectron);

type Item = MenuItemConstructorOptions;

const idle: MenuActions = {
  command: () => undefined,
  openFiles: () => undefined,
  openFolder: () => undefined,
  openSamples: () => undefined,
  showLicences: () => undefined,
};

const template = (
  options: Partial<Parameters<typeof menuTemplate>[0]> = {},
): Item[] =>
  menuTemplate({
    messages: createMessages("en"),
    actions: idle,
    platform: "linux",
    devTools: false,
    ...options,
  });

const flat = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [
    item,
    ...(Array.isArray(item.submenu) ? flat(item.submenu) : []),
  ]);

const click = (items: readonly Item[], id: string): void => {
  const item = flat(items).find((candidate) => candidate.id === id);
  (item?.click as (() => void) | undefined)?.();
};

describe.each(["linux", "win32", "darwin"] as const)("on %s", (platform) => {
  test("each command has one entry, which asks the interface for it", () => {
    const command = vi.fn();
    const items = template({ platform, actions: { ...idle, command } });
    for (const name of APP_COMMANDS) click(items, name);
    expect(command.mock.calls).toEqual(APP_COMMANDS.map((name) => [name]));
    const ids = flat(items).flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("no two entries share their keys", () => {
    const keys = flat(template({ platform })).flatMap(({ accelerator }) =>
      accelerator === undefined ? [] : [accelerator],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("every entry but a separator has a text, in Spanish as well", () => {
    const english = flat(template({ platform }));
    const spanish = flat(
      template({ platform, messages: createMessages("es") }),
    );
    expect(spanish).toHaveLength(english.length);
    for (const { type, label, role } of spanish)
      if (type !== "separator" && role !== "windowMenu")
        expect(label).toMatch(/\S/);
    expect(spanish.map(({ label }) => label)).toContain("Guardar…");
  });
});

test("the developer tools have an entry in development alone", () => {
  const roles = (devTools: boolean) =>
    flat(template({ devTools })).map(({ role }) => role);
  expect(roles(true)).toContain("toggleDevTools");
  expect(roles(false)).not.toContain("toggleDevTools");
});

describe("the entries for files", () => {
  const shell = { openPath: vi.fn(() => Promise.resolve("")) };

  function actionsOver(
    backend: ReturnType<typeof fakeBackend>,
    folder: string | null = null,
  ) {
    const openPaths = vi.fn(() => Promise.resolve());
    const report = vi.fn();
    const actions = menuActions({
      backend,
      command: () => undefined,
      openPaths,
      chooseFolder: () => Promise.resolve(folder),
      shell: shell as never,
      licences: "/app/licences",
      report,
    });
    return { items: template({ actions }), openPaths, report };
  }

  test("ask for photographs, and for a sample", () => {
    const backend = fakeBackend();
    const { items } = actionsOver(backend);
    click(items, "openFiles");
    click(items, "openSamples");
    expect(backend.calls).toEqual([
      ["images.choose", null],
      ["images.addSamples", null],
    ]);
  });

  test("open the folder that was chosen, and none when the dialog was closed", async () => {
    const chosen = actionsOver(fakeBackend(), "/photos");
    click(chosen.items, "openFolder");
    await vi.waitFor(() =>
      expect(chosen.openPaths.mock.calls).toEqual([[["/photos"]]]),
    );
    const closed = actionsOver(fakeBackend());
    click(closed.items, "openFolder");
    await Promise.resolve();
    expect(closed.openPaths).not.toHaveBeenCalled();
  });

  test("report what fails", async () => {
    const error = new NitidoError("FILE_UNREADABLE", { file: "a" });
    const { items, report } = actionsOver(
      fakeBackend({ "images.choose": error }),
    );
    click(items, "openFiles");
    await vi.waitFor(() => expect(report.mock.calls).toEqual([[error]]));
  });

  test("show the licences", () => {
    click(actionsOver(fakeBackend()).items, "showLicences");
    expect(shell.openPath.mock.calls).toEqual([["/app/licences"]]);
  });
});

describe("menu and theme", () => {
  const settings = { language: "system", theme: "system" } as Settings;
  const menu = { actions: idle, platform: "linux", devTools: false } as const;
  const labels = (): unknown[] =>
    flat(Menu.setApplicationMenu.mock.lastCall![0] as Item[]).map(
      ({ label }) => label,
    );

  test("begin in the language of the system", async () => {
    const preferences = new Preferences("es");
    await preferences.follow(fakeBackend({ "app.state": { settings } }), menu);
    expect(labels()).toContain("Archivo");
  });

  test("follow the settings", async () => {
    const backend = fakeBackend({ "app.state": { settings } });
    const preferences = new Preferences("es");
    await preferences.follow(backend, menu);
    backend.emit({
      name: "settings.changed",
      payload: { ...settings, language: "en", theme: "dark" },
    });
    expect(labels()).toContain("File");
    expect(nativeTheme.themeSource).toBe("dark");
    expect(preferences.messages().locale).toBe("en");
  });
});
