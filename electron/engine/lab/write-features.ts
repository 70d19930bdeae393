/** Writes what units respond to as PNG sheets: filters, and for each layer its strongest pictures and its maps. */
import { join } from "node:path";
import { choose } from "../../../models/lab/pictures.ts";
import type { Pictures } from "../../../models/lab/batches.ts";
import { sheet } from "../../../models/lab/sheet.ts";
import type { PictureShape } from "../../../models/networks/autoencoders/autoencoder.ts";
import type { LabFeaturesResult } from "../../services/api-lab-features.ts";
import { writePicture } from "./write-picture.ts";

/** Filters and maps side by side. */
const COLUMNS = 16;

/** Returns the files. Throws as `writePicture`. */
export async function writeFeatures(
  { filters, layers, pictures }: Omit<LabFeaturesResult, "files">,
  folder: string,
  overwrite: boolean,
): Promise<readonly string[]> {
  const files: string[] = [];
  const write = async (name: string, all: Pictures, columns: number) => {
    const file = join(folder, `${name}.png`);
    await writePicture(sheet(all, columns), file, overwrite);
    files.push(file);
  };
  await write("filters", floats(filters.shape, filters.filters), COLUMNS);
  const shown = floats(pictures.shape, pictures.bytes);
  await write("picture", choose(shown, [0]), 1);
  for (const { name, units, maps } of layers) {
    const strongest = units.flatMap((unit) =>
      unit.strongest.map(({ picture }) => picture),
    );
    const columns = units[0]?.strongest.length ?? 1;
    if (columns > 0)
      await write(`${name}.strongest`, choose(shown, strongest), columns);
    if (maps)
      await write(`${name}.maps`, floats(maps.shape, maps.bytes), COLUMNS);
  }
  return files;
}

const floats = (shape: PictureShape, bytes: Uint8Array): Pictures => ({
  shape,
  data: Float32Array.from(bytes, (byte) => byte / 255),
});
