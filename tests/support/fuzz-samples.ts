/** Small files of every format and kind that is read, to be damaged. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeDng } from "./camera-raw.ts";
import { writeExr } from "./exr-files.ts";
import { pixelsOf, randomImage } from "./image-files.ts";

export interface FuzzSample {
  readonly name: string;
  readonly bytes: Buffer;
  /** Its decoder is a WebAssembly module that is loaded for each file: not so many of those. */
  readonly slow: boolean;
}

const SAMPLES = join(import.meta.dirname, "../samples");
const SLOW = /\.(heic|jxl|dng)$/;

export async function fuzzSamples(): Promise<FuzzSample[]> {
  const files = new Map<string, Uint8Array>();
  for (const name of readdirSync(SAMPLES))
    if (!name.endsWith(".md"))
      files.set(name, readFileSync(join(SAMPLES, name)));
  const [width, height] = [16, 12];
  const colour = () => pixelsOf(randomImage(width, height, 3));
  const deep = () => pixelsOf(randomImage(width, height, 3, 16));
  const grey = () => pixelsOf(randomImage(width, height, 1));
  const clear = () => pixelsOf(randomImage(width, height, 4));
  const tagged = colour()
    .withExif({
      IFD0: { Make: "Acme", Orientation: "6" },
      IFD3: { GPSLatitudeRef: "N" },
    })
    .withIccProfile("p3")
    .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>");
  const made = {
    "plain.jpg": colour().jpeg(),
    "progressive.jpg": colour().jpeg({ progressive: true }),
    "grey.jpg": grey().jpeg(),
    "tagged.jpg": tagged.clone().jpeg(),
    "tagged.png": tagged.clone().png(),
    "tagged.tif": tagged.clone().tiff({ compression: "deflate" }),
    "tagged.webp": tagged.clone().webp(),
    "tagged.avif": tagged.clone().avif({ effort: 0 }),
    "deep.png": deep().png(),
    "palette.png": colour().png({ palette: true, colours: 8 }),
    "interlaced.png": clear().png({ progressive: true }),
    "lzw.tif": deep().tiff({ compression: "lzw", predictor: "horizontal" }),
    "jpeg.tif": colour().tiff({ compression: "jpeg" }),
    "lossless.webp": clear().webp({ lossless: true }),
  };
  for (const [name, pixels] of Object.entries(made))
    files.set(name, await pixels.toBuffer());
  const mosaic = { width: 32, height: 24, neutral: [0.5, 1, 0.7] } as const;
  files.set("a.dng", writeDng({ ...mosaic, light: (x) => x / 40 }));
  const plane = Array.from({ length: width * height }, (_, i) => i / 300);
  files.set("a.exr", writeExr(width, height, { R: plane, G: plane, B: plane }));
  return [...files].map(([name, bytes]) => ({
    name,
    bytes: Buffer.from(bytes),
    slow: SLOW.test(name),
  }));
}
