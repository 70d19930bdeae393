/** Lists that events change. */
import { expect, test } from "vitest";
import { merged, without } from "../../../renderer/src/state/item-list.ts";

const a = { id: "a", value: 1 };
const b = { id: "b", value: 1 };

test("what changed keeps its place, what is new comes last", () => {
  const changed = { id: "a", value: 2 };
  const c = { id: "c", value: 1 };
  expect(merged([a, b], [c, changed])).toEqual([changed, b, c]);
});

test("what was removed is gone, what was unknown does no harm", () => {
  expect(without([a, b], ["a", "x"])).toEqual([b]);
});
