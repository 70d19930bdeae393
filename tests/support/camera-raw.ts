/** Writes a camera RAW file (DNG 1.4) with a Bayer mosaic, from its specification alone. */
import {
  type Field,
  TAG,
  TYPE,
  writeDirectory,
} from "../../electron/codecs/metadata/ifd.ts";

export interface Mosaic {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of white under the light of the scene, as the sensor sees it; 1 is the strongest. */
  readonly neutral: readonly [number, number, number];
  /** EXIF's orientation. */
  readonly orientation?: number;
  /** The scene's light, 0..1, before the sensor's colours. */
  light(x: number, y: number): number;
}

const SIGNED_RATIONAL = 10;
const ASCII = 2;

/** From XYZ to the sensor's colours: here those of sRGB, so that what comes out can be told. */
const COLOUR_MATRIX = [
  3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.204, 1.057,
];
const D65_ILLUMINANT = 21;

export function writeDng(mosaic: Mosaic): Uint8Array {
  const { width, height, neutral, orientation = 1 } = mosaic;
  const pixels = Buffer.alloc(2 * width * height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      // Red and green in even rows, green and blue in odd ones.
      const level = mosaic.light(x, y) * neutral[(x % 2) + (y % 2)]!;
      pixels.writeUInt16LE(Math.round(65_535 * level), 2 * i);
    }
  const fields = (from: number): readonly Field[] => [
    long(TAG.newSubfileType, 0),
    long(256, width),
    long(257, height),
    short(258, 16),
    short(259, 1),
    short(TAG.photometric, 32_803),
    text(271, "Nitido"),
    text(272, "Test camera"),
    long(273, from),
    short(274, orientation),
    short(277, 1),
    long(278, height),
    long(279, pixels.length),
    short(284, 1),
    short(33_421, 2, 2),
    bytes(33_422, 0, 1, 1, 2),
    {
      tag: TAG.exif,
      type: TYPE.long,
      value: new Uint8Array(0),
      directory: [short(34_855, 800), text(36_867, "2024:05:31 18:02:07")],
    },
    bytes(TAG.dngVersion, 1, 4, 0, 0),
    bytes(50_707, 1, 1, 0, 0),
    text(50_708, "Nitido Test camera"),
    bytes(50_710, 0, 1, 2),
    short(50_711, 1),
    long(50_717, 65_535),
    rationals(50_721, SIGNED_RATIONAL, COLOUR_MATRIX),
    rationals(50_728, TYPE.rational, neutral),
    short(50_778, D65_ILLUMINANT),
  ];
  const head = Buffer.from("II*\0\x08\0\0\0", "latin1");
  const size = writeDirectory(fields(0), head.length).length;
  const directory = writeDirectory(fields(head.length + size), head.length);
  return Buffer.concat([head, directory, pixels]);
}

const bytes = (tag: number, ...values: number[]): Field => ({
  tag,
  type: TYPE.byte,
  value: Uint8Array.from(values),
});

const short = (tag: number, ...values: number[]): Field => ({
  tag,
  type: TYPE.short,
  value: new Uint8Array(Uint16Array.from(values).buffer),
});

const long = (tag: number, value: number): Field => ({
  tag,
  type: TYPE.long,
  value: new Uint8Array(Uint32Array.of(value).buffer),
});

const text = (tag: number, value: string): Field => ({
  tag,
  type: ASCII,
  value: Buffer.from(`${value}\0`, "latin1"),
});

/** In ten-thousandths. */
const rationals = (
  tag: number,
  type: number,
  values: readonly number[],
): Field => ({
  tag,
  type,
  value: new Uint8Array(
    Int32Array.from(values.flatMap((value) => [Math.round(value * 1e4), 1e4]))
      .buffer,
  ),
});
