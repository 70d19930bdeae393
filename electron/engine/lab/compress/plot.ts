/** Rate-distortion curves as a file: a drawing, or a table. */
import { dirname, extname } from "node:path";
import { csv } from "../../../../models/lab/csv.ts";
import { linesSvg } from "../../../../models/lab/svg.ts";
import { sharp } from "../../../codecs/sharp-instance.ts";
import { ensureFolder } from "../../../files/safe-write.ts";
import { writeBytes } from "../../../files/write-bytes.ts";
import type {
  Compression,
  LabCompressResult,
} from "../../../services/api-lab-compress.ts";

type Curves = LabCompressResult["curves"];

const CURVE_COLOURS: Readonly<Record<Compression, string>> = {
  autoencoder: "#00687e",
  pca: "#6b7d1c",
  "jpeg-sheet": "#b0560f",
  "jpeg-scan": "#a3338f",
  "jpeg-file": "#6a6a6a",
};

/** By the name's ending: `.svg`, `.csv`, or PNG. Throws as `writeBytes`. */
export async function writeCurves(
  curves: Curves,
  file: string,
  overwrite: boolean,
): Promise<void> {
  await ensureFolder(dirname(file));
  const svg = () => Buffer.from(drawn(curves));
  const table: Record<string, () => Buffer | Promise<Buffer>> = {
    ".svg": svg,
    ".csv": () => Buffer.from(csv(rowsOf(curves))),
    ".png": () => pixels(svg()),
  };
  const make = table[extname(file).toLowerCase()] ?? table[".png"]!;
  await writeBytes(file, await make(), overwrite);
}

/** The reader of SVG in memory, which pictures from outside never get. */
const SVG = { operation: ["VipsForeignLoadSvgBuffer"] };

async function pixels(svg: Buffer): Promise<Buffer> {
  sharp.unblock(SVG);
  try {
    return await sharp(svg, { density: 144 }).png().toBuffer();
  } finally {
    sharp.block(SVG);
  }
}

const drawn = (curves: Curves): string =>
  linesSvg(
    curves.map(({ name, points }) => ({
      ...{ name, colour: CURVE_COLOURS[name] },
      points: points.map(({ bits, psnr }) => [bits, psnr] as const),
    })),
    { x: "bits / picture", y: "PSNR, dB", logarithmic: true },
  );

const rowsOf = (curves: Curves): readonly (readonly (string | number)[])[] => [
  ["codec", "bits per picture", "PSNR in dB", "step or quality"],
  ...curves.flatMap(({ name, points }) =>
    points.map(({ bits, psnr, at }) => [name, bits, psnr, at]),
  ),
];
