/** Tells frames of a burst from copies where a camera's clock, which counts seconds, cannot. */
import { join } from "node:path";
import { sameShot } from "../../../../models/image/same-shot.ts";
import { decodeImage } from "../../../codecs/decode.ts";
import type { Entry } from "./entry.ts";
import { middleOf } from "./middle.ts";

/** Enough to find flat places in. */
const COMPARED_EDGE = 512;

/** Two photographs of one size; what was found is kept in `entries`. */
export async function sameExposure(
  folder: string,
  before: Entry,
  after: Entry,
  entries: Map<string, Entry>,
): Promise<boolean> {
  const { exposure: known } = after;
  if (known?.before === before.file && known.stamp === before.stamp)
    return known.same;
  const middle = async ({ file }: Entry) =>
    middleOf((await decodeImage(join(folder, file))).image, COMPARED_EDGE);
  const same = sameShot(await middle(before), await middle(after));
  const exposure = { before: before.file, stamp: before.stamp, same };
  entries.set(after.file, { ...entries.get(after.file)!, exposure });
  return same;
}
