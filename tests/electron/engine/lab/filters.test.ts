/** The weights of an encoder's first layer, as pictures of what it looks for. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { filtersOf } from "../../../../electron/engine/lab/filters.ts";
import { aroundGrey } from "../../../../models/lab/activations.ts";
import { labRunOf } from "../../../support/lab-run.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();

test("filters over 2×2 blocks are shown pixel by pixel", async () => {
  const { run, recipe, weights } = await labRunOf(join(root, "unet"));
  const shown = await filtersOf({ path: run, recipe }, 2);
  expect(shown.shape).toEqual([3, 6, 6]);
  expect(shown.units).toEqual([0, 16]);
  const head = weights.get("head")!.data;
  // Unit 16, green, row 3, column 4: of the block in row 1, column 2, the lower left pixel.
  const channel = (c: number, a: number, b: number) => (c * 2 + a) * 2 + b;
  const at = (c: number, y: number, x: number) =>
    head[((16 * 13 + channel(c, y % 2, x % 2)) * 3 + (y >> 1)) * 3 + (x >> 1)]!;
  const pixels = Float32Array.from({ length: 108 }, (_, i) =>
    at(Math.floor(i / 36), Math.floor(i / 6) % 6, i % 6),
  );
  expect(shown.filters.subarray(108)).toEqual(aroundGrey(pixels));
});
