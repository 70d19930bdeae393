/** Measures what a denoiser does to pictures whose clean form is known: the figures of the integrity badge. */
import { deadLeaves } from "../image/dead-leaves.ts";
import { emptyPlanes, type Planes, plane, planesLike } from "../image/image.ts";
import { interleave } from "../image/interleave.ts";
import { psnr } from "../image/metrics.ts";
import { addWhiteNoise } from "../noise/gaussian.ts";
import { constantMap } from "../noise/sigma-map.ts";
import { Random } from "../random.ts";
import {
  denoise,
  denoiseTiles,
  type TileJob,
  type TileNetwork,
} from "./denoise.ts";
import { increases, type Integrity, judged } from "./integrity.ts";
import { extentOf, planTiles, smallestWindow } from "./tiles.ts";

export interface IntegrityJob {
  readonly network: TileNetwork;
  /** Whether the network is told how strong the noise is. */
  readonly noiseInput: boolean;
  readonly signal?: { readonly aborted: boolean };
}

const EDGE = 256;
/** Of the noisy test picture, σ in 0..255 units. */
const NOISE = 25;
const ASSUMED = [0, 10, NOISE, 50];
/** Flat fields: their levels, their noise, and the frame in which a border may show. */
const FIELDS = [40, 90, 140, 215];
const FIELD_NOISE = 10;
const FIELD_EDGE = 192;
const FRAME = 32;
/** A PSNR that is better than this says nothing more; infinity has no place in a card. */
const PSNR_LIMIT = 100;

/** Rejects as `denoise` does. The pictures are always the same. */
export async function measureIntegrity(job: IntegrityJob): Promise<Integrity> {
  const clean = deadLeaves(EDGE, EDGE, 1);
  const noisy = noisyOf(clean, NOISE, 2);
  const identity = psnr(await denoised(job, clean, 0), clean);
  const result = await denoised(job, noisy, NOISE);
  return judged({
    identity: Math.min(PSNR_LIMIT, identity),
    meanShift: await meanShift(job),
    seam: await seam(job),
    monotonic: job.noiseInput ? await isMonotonic(job, noisy) : null,
    gain: psnr(result, clean) - psnr(noisy, clean),
  });
}

async function meanShift(job: IntegrityJob): Promise<number> {
  let largest = 0;
  for (const level of FIELDS) {
    const field = emptyPlanes(FIELD_EDGE, FIELD_EDGE, 3);
    field.data.fill(level / 255);
    const noisy = noisyOf(field, FIELD_NOISE, level);
    const result = await denoised(job, noisy, FIELD_NOISE);
    for (let channel = 0; channel < 3; channel++) {
      const shift = innerMean(result, channel) - innerMean(noisy, channel);
      largest = Math.max(largest, 255 * Math.abs(shift));
    }
  }
  return largest;
}

/** Four tiles against the whole in one piece. */
async function seam(job: IntegrityJob): Promise<number> {
  const { alignment } = job.network;
  const least = smallestWindow(job.network) + 128;
  const edge = Math.ceil(Math.max(EDGE, least) / alignment) * alignment;
  const picture = deadLeaves(edge, edge, 3);
  const noisy = noisyOf(picture, NOISE, 4);
  const all = extentOf(edge, job.network);
  const whole = await denoised(job, noisy, NOISE, all);
  const half = (all + smallestWindow(job.network)) / 2;
  const tiles = await denoised(job, noisy, NOISE, half);
  return 255 * largestDifference(whole.data, tiles.data);
}

async function isMonotonic(job: IntegrityJob, noisy: Planes): Promise<boolean> {
  const removed: number[] = [];
  for (const level of ASSUMED)
    removed.push(-psnr(await denoised(job, noisy, level), noisy));
  return increases(removed);
}

/** With white noise of the given σ in 0..255 units; clipped, as every denoised image is. */
function noisyOf(clean: Planes, sigma: number, seed: number): Planes {
  const noisy = addWhiteNoise(clean, sigma / 255, new Random(seed));
  const data = noisy.data.map((value) => Math.min(1, Math.max(0, value)));
  return { ...noisy, data };
}

/** `assumed`: σ in 0..255 units that the network is told. `edge`: of the tiles, side by side and one above the other. */
async function denoised(
  { network, signal }: IntegrityJob,
  picture: Planes,
  assumed: number,
  edge?: number,
): Promise<Planes> {
  const result = planesLike(picture);
  const tileJob: TileJob = {
    image: interleave(picture),
    network,
    sigma: (window) => constantMap(window, assumed / 255),
    onTile({ core, denoised: tile, offset }) {
      for (let c = 0; c < 3; c++)
        for (let y = 0; y < core.height; y++) {
          const from = (offset.y + y) * tile.width + offset.x;
          plane(result, c).set(
            plane(tile, c).subarray(from, from + core.width),
            (core.y + y) * result.width + core.x,
          );
        }
    },
    ...(signal && { signal }),
  };
  if (edge === undefined) await denoise(tileJob);
  else {
    const { width, height } = picture;
    const tiles = planTiles(width, height, edge, network).values();
    await denoiseTiles(tileJob, () => tiles.next().value);
  }
  return result;
}

function innerMean(planes: Planes, channel: number): number {
  const data = plane(planes, channel);
  let sum = 0;
  for (let y = FRAME; y < FIELD_EDGE - FRAME; y++)
    for (let x = FRAME; x < FIELD_EDGE - FRAME; x++)
      sum += data[y * FIELD_EDGE + x]!;
  return sum / (FIELD_EDGE - 2 * FRAME) ** 2;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b[i]!)),
    0,
  );
}
