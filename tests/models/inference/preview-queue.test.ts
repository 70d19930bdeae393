/** The order of a preview: everything once, what is looked at first, in windows of two sizes. */
import { describe, expect, test } from "vitest";
import type { Rect } from "../../../models/image/image.ts";
import { Coverage } from "../../../models/inference/coverage.ts";
import {
  coverageFor,
  PreviewQueue,
} from "../../../models/inference/preview-queue.ts";
import type { Tile } from "../../../models/inference/tiles.ts";

const CONTEXT = { margin: 46, alignment: 8 };
const SIZE = { width: 3001, height: 2003 };

function rest(queue: PreviewQueue): Tile[] {
  const tiles: Tile[] = [];
  for (let tile = queue.next(); tile; tile = queue.next()) tiles.push(tile);
  return tiles;
}

const area = ({ width, height }: Rect): number => width * height;
const total = (tiles: readonly Tile[]): number =>
  tiles.reduce((sum, { core }) => sum + area(core), 0);

describe("a queue", () => {
  test("covers the image once", () => {
    const covered = coverageFor(SIZE, CONTEXT);
    const tiles = rest(new PreviewQueue(covered, CONTEXT, null));
    for (const { core } of tiles) covered.mark(core);
    expect(covered.fraction).toBe(1);
    expect(total(tiles)).toBe(area({ x: 0, y: 0, ...SIZE }));
  });

  test("gives each core its margin within the image and its surround, in windows of two sizes", () => {
    const tiles = rest(
      new PreviewQueue(coverageFor(SIZE, CONTEXT), CONTEXT, null),
    );
    const sizes = new Set<string>();
    for (const { core, window } of tiles) {
      sizes.add(`${window.width}×${window.height}`);
      const margins = [
        [core.x - window.x, window.x === -24],
        [core.y - window.y, window.y === -24],
        [
          window.x + window.width - core.x - core.width,
          window.x + window.width === 3008 + 24,
        ],
        [
          window.y + window.height - core.y - core.height,
          window.y + window.height === 2008 + 24,
        ],
      ] as const;
      for (const [margin, atBorder] of margins)
        expect(margin >= CONTEXT.margin || atBorder).toBe(true);
      expect([Math.abs(window.x % 8), Math.abs(window.y % 8)]).toEqual([0, 0]);
    }
    expect([...sizes].sort()).toEqual(["1120×1120", "608×608"]);
  });

  test("begins in the middle of what is looked at, small, and goes on large", () => {
    const view = { x: 2100, y: 1100, width: 400, height: 300 };
    const queue = new PreviewQueue(coverageFor(SIZE, CONTEXT), CONTEXT, view);
    const tiles = rest(queue);
    expect(tiles[0]?.core).toEqual({
      x: 2048,
      y: 1024,
      width: 512,
      height: 512,
    });
    expect(tiles.slice(1).some(({ core }) => area(core) === 1024 ** 2)).toBe(
      true,
    );
  });

  test("turns to another view", () => {
    const queue = new PreviewQueue(coverageFor(SIZE, CONTEXT), CONTEXT, null);
    queue.next();
    queue.look({ x: 0, y: 0, width: 100, height: 100 });
    expect(queue.next()?.core).toMatchObject({ x: 0, y: 0, width: 512 });
  });

  test("heeds how large a window the network takes", () => {
    const network = { ...CONTEXT, edge: 500 };
    const tiles = rest(
      new PreviewQueue(coverageFor(SIZE, CONTEXT), network, null),
    );
    for (const { window } of tiles) expect(window.width).toBe(352);
    expect(total(tiles)).toBe(3001 * 2003);
  });

  test("leaves out what is done", () => {
    const covered = coverageFor(SIZE, CONTEXT);
    covered.mark({ x: 0, y: 0, width: 2048, height: 2003 });
    const tiles = rest(new PreviewQueue(covered, CONTEXT, null));
    expect(Math.min(...tiles.map(({ core }) => core.x))).toBe(2048);
    expect(total(tiles)).toBe((3001 - 2048) * 2003);
  });

  test("hands out again what failed, smaller each time until it cannot be", () => {
    const covered = coverageFor({ width: 700, height: 600 }, CONTEXT);
    const queue = new PreviewQueue(covered, CONTEXT, null);
    covered.mark(queue.next()!.core);
    const largest: number[] = [];
    do {
      const tiles = rest(queue);
      largest.push(Math.max(...tiles.map(({ core }) => core.width)));
      expect(total(tiles)).toBe(700 * 600 - 512 * 512);
    } while (queue.shrink());
    expect(largest).toEqual([512, 512, 256, 128, 64, 32, 16]);
  });
});

describe("coverage", () => {
  test("counts the pixels of the image, also in the last blocks", () => {
    const covered = new Coverage(40, 20, 16);
    covered.mark({ x: 32, y: 16, width: 8, height: 4 });
    expect(covered.fraction).toBe(32 / 800);
    expect(covered.covers({ x: 33, y: 17, width: 100, height: 100 })).toBe(
      true,
    );
    expect(covered.covers({ x: 31, y: 17, width: 2, height: 1 })).toBe(false);
  });

  test("takes whole blocks only", () => {
    const covered = new Coverage(40, 20, 16);
    expect(() => {
      covered.mark({ x: 0, y: 0, width: 20, height: 16 });
    }).toThrow();
  });
});
