import { describe, expect, it } from "vitest";
import { type Image, toPlanes } from "../../../models/image/image.ts";
import { upright } from "../../../models/image/orientation.ts";
import {
  type ImageRegions,
  readRegion,
  writeRegion,
} from "../../../models/image/regions.ts";

/** a b c / d e f, with alpha. */
const letters: Image = {
  width: 3,
  height: 2,
  channels: 2,
  samples: new Uint8Array(
    Array.from("abcdef", (letter) => [letter.charCodeAt(0), 7]).flat(),
  ),
};

const regionsOf = (image: Image): ImageRegions => ({
  width: image.width,
  height: image.height,
  channels: image.channels,
  read: (rect) => readRegion(image, rect),
});

const text = ({ samples }: Image): string =>
  [...samples]
    .filter((_, i) => i % 2 === 0)
    .map((code) => String.fromCharCode(code))
    .join("");

describe("regions of an image", () => {
  it("are copied out of it and into it", () => {
    const part = readRegion(letters, { x: 1, y: 0, width: 2, height: 2 });
    expect(text(part)).toBe("bcef");
    const target = { ...letters, samples: letters.samples.slice() };
    writeRegion(target, { x: 0, y: 0, width: 2, height: 2 }, part);
    expect(text(target)).toBe("bcceff");
  });

  it.each([
    { x: 1, y: 0, width: 2, height: 1 },
    { x: -5, y: -7, width: 13, height: 15 },
    { x: 2, y: 1, width: 3, height: 9 },
  ])("give the same planes as the image itself: %o", (rect) => {
    expect(toPlanes(regionsOf(letters), rect)).toEqual(toPlanes(letters, rect));
  });
});

describe("an image upright", () => {
  // As in EXIF 2.32, figure "Orientation".
  it.each([
    [1, 3, "abcdef"],
    [2, 3, "cbafed"],
    [3, 3, "fedcba"],
    [4, 3, "defabc"],
    [5, 2, "adbecf"],
    [6, 2, "daebfc"],
    [7, 2, "fcebda"],
    [8, 2, "cfbead"],
  ])("orientation %i", (orientation, width, expected) => {
    const image = upright(regionsOf(letters), orientation);
    const { height } = image;
    expect([image.width, height]).toEqual([width, 6 / width]);
    const whole = { x: 0, y: 0, width, height };
    expect(text(image.read(whole))).toBe(expected);
    const corner = { x: width - 1, y: height - 1, width: 1, height: 1 };
    expect(text(image.read(corner))).toBe(expected.at(-1));
  });
});
