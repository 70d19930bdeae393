/** A map of bounded size. */
import { expect, test } from "vitest";
import { LruCache } from "../../../renderer/src/viewer/lru.ts";

interface Item {
  readonly name: string;
  readonly bytes: number;
}

function cacheOf(...names: string[]) {
  const gone: string[] = [];
  const cache = new LruCache<Item>(30, ({ name }) => gone.push(name));
  for (const name of names) cache.set(name, { name, bytes: 10 });
  return { cache, gone };
}

test("forgets what was not used for longest", () => {
  const { cache, gone } = cacheOf("a", "b", "c", "d");
  cache.get("a");
  cache.trim(new Set());
  expect(gone).toEqual(["b"]);
  expect(cache.bytes).toBe(30);
});

test("keeps what is needed, beyond the capacity", () => {
  const { cache, gone } = cacheOf("a", "b", "c", "d");
  cache.trim(new Set(["a", "b", "c", "d"]));
  expect(gone).toEqual([]);
});

test("tells of what is replaced", () => {
  const { cache, gone } = cacheOf("a");
  cache.set("a", { name: "new a", bytes: 25 });
  expect(gone).toEqual(["a"]);
  expect(cache.bytes).toBe(25);
  expect(cache.peek("a")?.name).toBe("new a");
});

test("forgets everything", () => {
  const { cache, gone } = cacheOf("a", "b");
  cache.clear();
  expect(gone).toEqual(["a", "b"]);
  expect(cache.bytes).toBe(0);
});
