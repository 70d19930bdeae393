/** Small values kept in files. */
import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import {
  openJsonStore,
  openKeptStore,
  type StoreLoss,
} from "../../../electron/services/json-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
const schema = v.object({ count: v.number() });
const open = (name: string) =>
  openJsonStore(join(root, name), schema, { count: 0 });

test("the newest value survives, in a folder that did not exist", async () => {
  const store = await open("new/counter.json");
  expect(store.value).toEqual({ count: 0 });
  for (let count = 1; count <= 20; count++) store.set({ count });
  await store.saved();
  expect((await open("new/counter.json")).value).toEqual({ count: 20 });
});

test.each(["", "{", '{"count":"many"}', "null"])(
  "a damaged file counts as new: %o",
  async (content) => {
    writeFileSync(join(root, "damaged.json"), content);
    expect((await open("damaged.json")).value).toEqual({ count: 0 });
  },
);

test("a value that cannot be written is kept, and the next one tries again", async () => {
  writeFileSync(join(root, "file"), "");
  const store = await openJsonStore(join(root, "file", "x.json"), schema, {
    count: 0,
  });
  store.set({ count: 1 });
  await store.saved();
  expect(store.value).toEqual({ count: 1 });
  expect(readFileSync(join(root, "file"), "utf8")).toBe("");
});

describe("what a person made", () => {
  const preset = v.object({ name: v.string(), strength: v.number() });
  const settings = v.object({
    theme: v.picklist(["light", "dark"]),
    save: v.object({ quality: v.number(), name: v.string() }),
    presets: v.array(preset),
  });
  const initial: v.InferOutput<typeof settings> = {
    theme: "light",
    save: { quality: 92, name: "{name}" },
    presets: [],
  };
  const mine: v.InferOutput<typeof settings> = {
    theme: "dark",
    save: { quality: 80, name: "{name}-clean" },
    presets: [{ name: "night", strength: 70 }],
  };
  const openKept = async (file: string) => {
    const losses: StoreLoss[] = [];
    const store = await openKeptStore(file, settings, initial, (loss) =>
      losses.push(loss),
    );
    return { store, losses };
  };

  test("is kept but for the fields that do not fit, and so is the file", async () => {
    const file = join(root, "fields.json");
    const text = JSON.stringify({
      theme: "sepia",
      save: { quality: "best", name: "{name}-clean" },
      presets: [{ name: "night", strength: 70 }, { name: "day" }],
    });
    writeFileSync(file, text);
    const { store, losses } = await openKept(file);
    expect(store.value).toEqual({
      theme: "light",
      save: { quality: 92, name: "{name}-clean" },
      presets: [{ name: "night", strength: 70 }],
    });
    const kept = `${file}.damaged`;
    expect(losses).toEqual([
      { file, kept, fields: ["theme", "save.quality", "presets.1"] },
    ]);
    store.set({ ...store.value, theme: "dark" });
    await store.saved();
    expect(readFileSync(kept, "utf8")).toBe(text);
  });

  test("is as it was last when the file is cut off", async () => {
    const file = join(root, "cut.json");
    const first = await openKept(file);
    expect(first.losses).toEqual([]);
    first.store.set(mine);
    await first.store.saved();
    expect((await openKept(file)).losses).toEqual([]);
    truncateSync(file, 40);
    const { store, losses } = await openKept(file);
    expect(store.value).toEqual(mine);
    expect(losses).toEqual([{ file, kept: `${file}.damaged`, fields: [] }]);
  });

  test.each(["", "[]", "null", "{"])(
    "is new where nothing is left: %o",
    async (text) => {
      const file = join(root, "nothing.json");
      writeFileSync(file, text);
      const { store, losses } = await openKept(file);
      expect(store.value).toEqual(initial);
      expect(losses[0]?.fields).toEqual([""]);
    },
  );

  test.skipIf(process.platform === "win32")(
    "is its owner's alone",
    async () => {
      const file = join(root, "mode.json");
      const { store } = await openKept(file);
      store.set(mine);
      await store.saved();
      expect(statSync(file).mode & 0o777).toBe(0o600);
    },
  );
});
