/** Where two pictures differ, in the colours of models/lab/sheet.ts. */
import type { PictureShape } from "../../../../../../electron/contract/lab-values.ts";
import { toBytes } from "../../../../../../models/lab/pictures.ts";
import { heatMaps } from "../../../../../../models/lab/sheet.ts";
import { chosen, countOf, type PictureBytes } from "../../plots/pictures.ts";

/** One for each pair. */
export function heatOf(
  shape: PictureShape,
  originals: Uint8Array,
  rebuilt: Uint8Array,
): PictureBytes {
  const data = (bytes: Uint8Array) => Float32Array.from(bytes, (b) => b / 255);
  const maps = heatMaps(
    { shape, data: data(originals) },
    { shape, data: data(rebuilt) },
  );
  const all = { shape: maps.shape, bytes: toBytes(maps) };
  const every = Array.from({ length: countOf(all) / 3 }, (_, n) => 3 * n + 2);
  return chosen(all, every);
}
