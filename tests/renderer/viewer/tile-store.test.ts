/** The tiles of the open image: what is fetched, kept and renewed. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { packTile } from "../../../models/inference/preview-tile.ts";
import { TileStore } from "../../../renderer/src/viewer/tile-store.ts";

/** A tile of one pixel, whose red value tells it from others. */
function tileOf(red: number): Uint8Array {
  return packTile({
    width: 1,
    height: 1,
    noisy: Uint8Array.of(red, 0, 0),
    denoised: Uint16Array.of(0, 0, 0),
    texture: null,
    complete: true,
  });
}

function setUp(capacity = 1000) {
  const paths: string[] = [];
  const aborted: string[] = [];
  const released: number[] = [];
  let answers = 0;
  let broken = false;
  const store = new TileStore({
    fetchTile: (path, signal) => {
      paths.push(path);
      signal.addEventListener("abort", () => aborted.push(path));
      return broken
        ? Promise.reject(new Error("not there yet"))
        : Promise.resolve(tileOf(++answers));
    },
    load: ({ noisy }) => ({ width: 1, height: 1, bytes: 10, red: noisy[0]! }),
    release: ({ red }) => released.push(red),
    changed: () => undefined,
    capacity,
    now: () => Date.now(),
  });
  store.open("a", 1);
  return {
    store,
    paths,
    aborted,
    released,
    breakDown: (state: boolean) => (broken = state),
  };
}

const at = (column: number, level = 0) => ({ level, column, row: 0 });
/** Lets everything arrive that was asked for. */
const arrive = () => vi.advanceTimersByTimeAsync(1);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("fetches what is wanted once", async () => {
  const { store, paths } = setUp();
  store.want([at(0)], false);
  store.want([at(0)], false);
  await arrive();
  store.want([at(0)], false);
  expect(paths).toEqual(["/tiles/a/0/0/0?revision=1&texture=0"]);
  expect(store.get(at(0))?.red).toBe(1);
});

test("fetches the first ones first, six at a time", async () => {
  const { store, paths } = setUp();
  const places = [7, 6, 5, 4, 3, 2, 1, 0].map((column) => at(column));
  store.want(places, false);
  expect(paths).toHaveLength(6);
  expect(paths[0]).toMatch(/^\/tiles\/a\/0\/7\/0/);
  await arrive();
  store.want(places, false);
  expect(paths).toHaveLength(8);
});

test("stops fetching what is wanted no more", async () => {
  const { store, aborted } = setUp();
  store.want([at(0)], false);
  store.want([at(1)], false);
  await arrive();
  expect(aborted).toEqual(["/tiles/a/0/0/0?revision=1&texture=0"]);
  expect(store.get(at(0))).toBeUndefined();
  expect(store.get(at(1))).toBeDefined();
});

test("the sliders fetch nothing, except the texture when it is needed first", async () => {
  const { store, paths } = setUp();
  store.want([at(0)], false);
  await arrive();
  store.want([at(0)], true);
  await arrive();
  store.want([at(0)], true);
  store.want([at(0)], false);
  expect(paths.slice(1)).toEqual(["/tiles/a/0/0/0?revision=1&texture=1"]);
});

test("renews the tiles that a region overlaps, and shows the old ones until then", async () => {
  const { store, paths, released } = setUp();
  const places = [at(0), at(1), at(0, 1)];
  store.want(places, false);
  await arrive();
  await vi.advanceTimersByTimeAsync(1000);
  store.outdate([{ x: 300, y: 10, width: 20, height: 20 }], 2);
  store.want(places, false);
  expect(paths.slice(3)).toEqual([
    "/tiles/a/0/1/0?revision=2&texture=0",
    "/tiles/a/1/0/0?revision=2&texture=0",
  ]);
  expect(store.get(at(1))?.red).toBe(2);
  expect(released).toEqual([]);
  await arrive();
  expect(store.get(at(1))?.red).toBe(4);
  expect(released).toEqual([2, 3]);
});

test("renews a tile that changed while it was on its way", async () => {
  const { store, paths } = setUp();
  store.want([at(0)], false);
  store.outdate([{ x: 0, y: 0, width: 9, height: 9 }], 2);
  await arrive();
  await vi.advanceTimersByTimeAsync(1000);
  store.want([at(0)], false);
  expect(paths.at(-1)).toBe("/tiles/a/0/0/0?revision=2&texture=0");
});

test("renews a tile a few times a second at most", async () => {
  const { store, paths } = setUp();
  store.want([at(0)], false);
  await arrive();
  store.outdate([{ x: 0, y: 0, width: 9, height: 9 }], 2);
  store.want([at(0)], false);
  expect(paths).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  store.want([at(0)], false);
  expect(paths).toHaveLength(2);
});

test("another revision renews everything, unless a report says what changed", async () => {
  const { store, paths } = setUp();
  store.want([at(0)], false);
  await arrive();
  await vi.advanceTimersByTimeAsync(1000);
  store.open("a", 2);
  store.outdate([{ x: 5000, y: 0, width: 9, height: 9 }], 2);
  await vi.advanceTimersByTimeAsync(200);
  store.want([at(0)], false);
  expect(paths).toHaveLength(1);
  store.open("a", 3);
  await vi.advanceTimersByTimeAsync(200);
  store.want([at(0)], false);
  expect(paths.at(-1)).toBe("/tiles/a/0/0/0?revision=3&texture=0");
});

test("tries again a second after a failure", async () => {
  const { store, paths, breakDown } = setUp();
  breakDown(true);
  store.want([at(0)], false);
  await arrive();
  store.want([at(0)], false);
  expect(paths).toHaveLength(1);
  breakDown(false);
  await vi.advanceTimersByTimeAsync(1100);
  store.want([at(0)], false);
  await arrive();
  expect(store.get(at(0))).toBeDefined();
});

test("keeps no more than its capacity, but what is shown", async () => {
  const { store, released } = setUp(20);
  store.want([at(0), at(1), at(2)], false);
  await arrive();
  expect(released).toEqual([]);
  store.want([at(2)], false);
  expect(released).toEqual([1]);
});

test("forgets the tiles of another image", async () => {
  const { store, released } = setUp();
  store.want([at(0)], false);
  await arrive();
  store.open("b", 1);
  expect(store.get(at(0))).toBeUndefined();
  expect(released).toEqual([1]);
});

test("what was never here comes before what is only renewed", async () => {
  const { store, paths } = setUp();
  const first = [0, 1, 2, 3, 4, 5].map((column) => at(column));
  store.want(first, false);
  await arrive();
  await vi.advanceTimersByTimeAsync(1000);
  store.outdate([{ x: 0, y: 0, width: 6 * 256, height: 256 }], 2);
  store.want([...first, at(6)], false);
  expect(paths.slice(6)).toHaveLength(6);
  expect(paths[6]).toMatch(/^\/tiles\/a\/0\/6\/0/);
});
