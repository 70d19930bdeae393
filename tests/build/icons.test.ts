/** The icons: containers that hold every size, as the systems read them. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import { toIcns, toIco } from "../../build/icon-containers.ts";
import { makeIcons } from "../../build/icons.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = join(temporaryFolder(), "icons");
const svg = join(import.meta.dirname, "../../build/icons/icon.svg");

beforeAll(async () => {
  mkdirSync(folder);
  await makeIcons(svg, folder);
});

test("ICO: a directory of sizes, and a PNG of that size at each place", async () => {
  const ico = readFileSync(join(folder, "icon.ico"));
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
  const edges: number[] = [];
  for (let index = 0; index < ico.readUInt16LE(4); index++) {
    const entry = 6 + 16 * index;
    const start = ico.readUInt32LE(entry + 12);
    const png = ico.subarray(start, start + ico.readUInt32LE(entry + 8));
    const { format, width, height } = await sharp(png).metadata();
    const edge = ico.readUInt8(entry) || 256;
    expect([format, width, height]).toEqual(["png", edge, edge]);
    edges.push(edge);
  }
  expect(edges).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

test("ICNS: blocks that add up, each of the size that its type means", async () => {
  const icns = readFileSync(join(folder, "icon.icns"));
  expect(icns.toString("latin1", 0, 4)).toBe("icns");
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const edges = new Map<string, number>();
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    const png = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4));
    const { width } = await sharp(png).metadata();
    edges.set(icns.toString("latin1", at, at + 4), width);
  }
  expect(edges.get("ic07")).toBe(128);
  expect(edges.get("ic10")).toBe(1024);
  expect(edges.size).toBe(10);
});

test("Linux: a file for each size", async () => {
  const names = readdirSync(join(folder, "linux")).sort();
  expect(names).toContain("512x512.png");
  for (const name of names) {
    const { width, height } = await sharp(
      join(folder, "linux", name),
    ).metadata();
    expect(`${String(width)}x${String(height)}.png`).toBe(name);
  }
});

test("the drawing has clear corners and something in the middle", async () => {
  const { data, info } = await sharp(join(folder, "linux", "64x64.png"))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const alpha = (x: number, y: number) => data[4 * (y * info.width + x) + 3];
  expect(alpha(0, 0)).toBe(0);
  expect(alpha(32, 32)).toBe(255);
});

test("the containers hold what they are given, byte for byte", () => {
  const png = Buffer.from([1, 2, 3]);
  expect([...toIco([{ edge: 256, png }])]).toEqual([
    ...[0, 0, 1, 0, 1, 0],
    ...[0, 0, 0, 0, 1, 0, 32, 0, 3, 0, 0, 0, 22, 0, 0, 0],
    ...[1, 2, 3],
  ]);
  expect(() => toIcns([{ edge: 16, png }])).toThrow("32 pixels");
});
