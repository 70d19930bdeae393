/** How the colours of a file look on the screen: its profile as a table, made by the pixel library's colour management. */
import {
  type ColourTable,
  identityTable,
} from "../../models/image/colour-table.ts";
import { pngEnvelope, readPngHeader } from "./metadata/png-chunks.ts";
import { bytesOf } from "./metadata/read-bytes.ts";
import { sharp } from "./sharp-instance.ts";

/** Levels of 255 that a table may be off before it is worth applying: profiles of sRGB differ by rounding. */
const ALIKE = 1;

/**
 * From the encoding that an ICC profile describes to sRGB, with the profile's perceptual intent
 * where it has one; null where that changes nothing, or the profile is damaged. `channels` are the
 * image's.
 */
export async function displayColours(
  icc: Uint8Array | undefined,
  channels: number,
): Promise<ColourTable | null> {
  if (!icc) return null;
  const identity = identityTable();
  const table = await (channels < 3 ? greys : colours)(icc, identity).catch(
    () => identity,
  );
  const alike = table.every(
    (level, i) => Math.abs(level - identity[i]!) <= ALIKE,
  );
  return alike ? null : table;
}

async function colours(
  icc: Uint8Array,
  points: ColourTable,
): Promise<ColourTable> {
  return convert(icc, points, 3);
}

/** On the screen a grey is three equal levels: each axis gets the curve of its channel. */
async function greys(
  icc: Uint8Array,
  points: ColourTable,
): Promise<ColourTable> {
  const ramp = Uint8Array.from({ length: 256 }, (_, level) => level);
  const converted = await convert(icc, ramp, 1);
  return points.map((level, i) => converted[3 * level + (i % 3)]!);
}

/** The pixels as red, green and blue of sRGB. */
async function convert(
  icc: Uint8Array,
  pixels: Uint8Array,
  channels: 1 | 3,
): Promise<Uint8Array> {
  const raw = { width: pixels.length / channels, height: 1, channels };
  const png = await sharp(pixels, { raw })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .png({ compressionLevel: 0 })
    .toBuffer();
  const { pixelsFrom = png.length } = await readPngHeader(bytesOf(png));
  const { head, bodyFrom } = pngEnvelope(png, pixelsFrom, { icc }).envelope;
  const tagged = Buffer.concat([head, png.subarray(bodyFrom)]);
  return sharp(tagged).toColourspace("srgb").removeAlpha().raw().toBuffer();
}
