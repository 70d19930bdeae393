/** Writes a plot as a file: as a drawing, or as the table of what it shows. */
import { dirname, extname } from "node:path";
import { csv } from "../../models/lab/csv.ts";
import { ensureFolder } from "../files/safe-write.ts";
import { writeBytes } from "../files/write-bytes.ts";
import { sharp } from "./sharp-instance.ts";

export interface Plot {
  /** One of our own: it is drawn with a reader that pictures from outside never get. */
  svg(): string;
  /** Its head first. */
  rows(): readonly (readonly (string | number)[])[];
}

/** By the name's ending: `.svg`, `.csv`, or PNG. Throws as `writeBytes`. */
export async function writePlot(
  plot: Plot,
  file: string,
  overwrite: boolean,
): Promise<void> {
  await ensureFolder(dirname(file));
  const ways: Record<string, () => Buffer> = {
    ".svg": () => Buffer.from(plot.svg()),
    ".csv": () => Buffer.from(csv(plot.rows())),
  };
  const bytes =
    ways[extname(file).toLowerCase()]?.() ?? (await pixels(plot.svg()));
  await writeBytes(file, bytes, overwrite);
}

const READER = { operation: ["VipsForeignLoadSvgBuffer"] };
let drawing = 0;

/** Plots may be drawn at the same time; the last one shuts the reader again. */
async function pixels(svg: string): Promise<Buffer> {
  if (drawing++ === 0) sharp.unblock(READER);
  try {
    return await sharp(Buffer.from(svg), { density: 144 }).png().toBuffer();
  } finally {
    if (--drawing === 0) sharp.block(READER);
  }
}
