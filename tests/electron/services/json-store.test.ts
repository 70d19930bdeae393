/** Small values kept in files. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as v from "valibot";
import { openJsonStore } from "../../../electron/services/json-store.ts";
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
