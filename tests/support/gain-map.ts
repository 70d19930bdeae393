/** A photograph with a brightness map for HDR displays, as libultrahdr writes it (ISO 21496-1). */
import sharp, { type Sharp } from "sharp";

/** What its types leave out. */
type WithGainMap = Sharp & { withGainMap(): Sharp };

/** A JPEG from black to four times as bright as white. */
export async function gainMapJpeg(
  path: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<string> {
  const light = Float32Array.from(
    { length: 3 * width * height },
    (_, i) => (4 * (Math.floor(i / 3) % width)) / width,
  );
  const raw = { width, height, channels: 3 } as const;
  const linear = await sharp(light, { raw })
    .toColourspace("scrgb")
    .tiff({ compression: "none" })
    .toBuffer();
  const pixels = sharp(linear) as WithGainMap;
  await pixels.withGainMap().jpeg({ quality: 80 }).toFile(path);
  return path;
}
