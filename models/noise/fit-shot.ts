/** Finds the noise that a photograph had before its file was compressed, by trying what would look the same after. */
import { type Image, type Planes, emptyPlanes, plane } from "../image/image.ts";
import { Random } from "../random.ts";
import { blockStatistics } from "./block-statistics.ts";
import { flatBlocks } from "./flat-blocks.ts";
import { imitate, type NoiseShot } from "./profile.ts";
import { median } from "./quantile.ts";

/** Of an image's flat blocks, which may have faint texture, only the flattest are looked at; a ramp has none. */
const FLATTEST = 0.25;
const ALL = 1;

/** What the flattest blocks of a picture show of its noise. */
interface Appearance {
  /** In squared 0..1 units. */
  readonly variance: number;
  /** HH₂ to HH₁ of the luma, in variance: JPEG leaves chroma at half the size, which says nothing of the noise. */
  readonly ratio: number;
  /** Brightness of the blocks, 0..1, from dark to bright. */
  readonly means: readonly number[];
}

const EDGE = 192;
const STRONGEST_BLUR = 1.5;
/** Halvings of the range of blurs: to a fortieth of a pixel. */
const HALVINGS = 6;
/** The level is corrected this often for each blur; what is lost to JPEG depends on both. */
const CORRECTIONS = 2;
/** Keeps flat pictures from dividing by zero: a tenth of a level of 255, squared. */
const TINY = 0.01 / 65025;

/**
 * Level and blur with which `imitate` gives noise that looks like the image's, on a ramp of the
 * brightnesses of its flattest blocks; `line` is the estimate to begin with, whose ratio of a to b
 * stays. The same image gives the same result.
 */
export function fitShot(
  image: Image | Planes,
  line: Pick<NoiseShot, "a" | "b">,
  file: Pick<NoiseShot, "quality" | "subsampling">,
): NoiseShot {
  const wanted = appearanceOf(image, FLATTEST);
  const ramp = rampOf(wanted.means);
  let shot: NoiseShot = { ...line, blur: 0, ...file };
  let [low, high] = [0, STRONGEST_BLUR];
  for (let i = 0; i < HALVINGS; i++) {
    shot = { ...shot, blur: (low + high) / 2 };
    let tried: Appearance;
    for (let j = 0; j < CORRECTIONS; j++) {
      tried = appearanceOf(imitate(ramp, shot, new Random(1)), ALL);
      const factor = (wanted.variance + TINY) / (tried.variance + TINY);
      shot = { ...shot, a: factor * shot.a, b: factor * shot.b };
    }
    if (tried!.ratio < wanted.ratio) low = shot.blur;
    else high = shot.blur;
  }
  return shot;
}

function appearanceOf(image: Image | Planes, share: number): Appearance {
  const all = blockStatistics(image);
  const open = all.filter(({ mean }) => mean > 0.05 && mean < 0.95);
  const blocks = flatBlocks(open.length > 0 ? open : all).flatMap((range) =>
    range.blocks.slice(0, Math.ceil(share * range.blocks.length)),
  );
  return {
    variance: median(blocks.map(({ total }) => total)),
    ratio:
      (median(blocks.map(({ luma2 }) => luma2)) + TINY) /
      (median(blocks.map(({ luma1 }) => luma1)) + TINY),
    means: blocks.map(({ mean }) => mean).sort((one, other) => one - other),
  };
}

/** Grey columns from dark to bright, each brightness as broad as it is frequent. */
function rampOf(means: readonly number[]): Planes {
  const ramp = emptyPlanes(EDGE, EDGE, 3);
  const columns = Float32Array.from(
    { length: EDGE },
    (_, x) => means[Math.floor((x * means.length) / EDGE)]!,
  );
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < EDGE; y++) plane(ramp, c).set(columns, y * EDGE);
  return ramp;
}
