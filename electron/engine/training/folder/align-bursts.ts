/** Brings the frames of a burst to cover each other. */
import { join } from "node:path";
import { alignFrames } from "../../../../models/image/align-frames.ts";
import { type Planes, type Point } from "../../../../models/image/image.ts";
import { decodeImage } from "../../../codecs/decode.ts";
import type { Entry, FrameAlignment } from "./entry.ts";
import { middleOf } from "./middle.ts";
import type { Photograph } from "./sort-out.ts";

/** Frames are compared in their middle, which is all that is kept of them. */
const COMPARED_EDGE = 768;

/** Two frames or more; the first one's shift is 0. */
export type AlignedBurst = readonly AlignedFrame[];

export interface AlignedFrame {
  readonly file: string;
  /** Add it to a place of the first frame to get that of this one, in pixels with fractions. */
  readonly shift: Point;
}

/** Frames that cannot be aligned with the first are left out; undefined when none can. */
export async function alignBurst(
  folder: string,
  [first, ...others]: readonly Photograph[],
  entries: Map<string, Entry>,
): Promise<AlignedBurst | undefined> {
  if (!first) return undefined;
  let reference: Planes | undefined;
  const middle = async ({ file }: Photograph) =>
    middleOf((await decodeImage(join(folder, file))).image, COMPARED_EDGE);
  const frames: AlignedFrame[] = [{ file: first.file, shift: { x: 0, y: 0 } }];
  for (const other of others) {
    const { frame: known } = other;
    const current = known?.first === first.file && known.stamp === first.stamp;
    const frame = current ? known : await compare(other);
    const { x, y, aligned } = frame;
    if (aligned) frames.push({ file: other.file, shift: { x, y } });
  }
  return frames.length > 1 ? frames : undefined;

  async function compare(other: Photograph): Promise<FrameAlignment> {
    reference ??= await middle(first!);
    const { shift, fraction, aligned } = alignFrames(
      reference,
      await middle(other),
    );
    const frame = {
      ...{ first: first!.file, stamp: first!.stamp, aligned },
      ...{ x: shift.x + fraction.x, y: shift.y + fraction.y },
    };
    entries.set(other.file, { ...entries.get(other.file)!, frame });
    return frame;
  }
}
