/** Denoises an image of any size: tile by tile through a network, with a result that no seam shows in. */
import { NitidoError } from "../errors.ts";
import {
  cropPlanes,
  type Planes,
  type Rect,
  toPlanes,
} from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import {
  type Context,
  type Tile,
  planWindows,
  smallestWindow,
} from "./tiles.ts";

/** A network that is ready to run, on whatever engine. */
export interface TileNetwork extends Context {
  /** For errors. */
  readonly name: string;
  /** The largest edge of a window that suits the network's appetite for memory, unless the job names one. */
  readonly edge?: number;
  /** An edge that wastes less on margins, for where there is memory enough. */
  readonly roomyEdge?: number;
  /** Whether it takes one noise level for a whole image; its noise maps are then constant. */
  readonly uniform?: boolean;
  /**
   * `image` 1×3×H×W in 0..1 and `sigma` 1×1×H/2×W/2 in 0..1 → the denoised 3×H×W. May keep the
   * arrays it is given. Rejects with OUT_OF_MEMORY when the tile is too large.
   */
  run(
    image: Float32Array,
    sigma: Float32Array,
    height: number,
    width: number,
  ): Promise<Float32Array>;
}

/** A finished part of the image: where it belongs and, with at least `halo` pixels around it where there are any, its pixels in 0..1. */
export interface DenoisedTile {
  readonly core: Rect;
  /** Made when it is asked for: not every mixture needs it. */
  readonly noisy: Planes;
  readonly denoised: Planes;
  /** Where the core begins within the planes. */
  readonly offset: { readonly x: number; readonly y: number };
}

export interface TileJob {
  readonly image: ImageSource;
  readonly network: TileNetwork;
  /** The noise map of a window, σ in 0..1 at half resolution; both extents of the window are even. */
  sigma(window: Rect): Float32Array;
  onTile(tile: DenoisedTile): void;
  /** Correct pixels wanted around each core, for filters that come after the network. */
  readonly halo?: number;
  readonly signal?: { readonly aborted: boolean };
  /**
   * Called when the first tile is prepared; resolves when the network may be run. What it resolves
   * to is called, at least once, when the last tile is on its way: another job may follow behind it.
   */
  begin?(): Promise<() => void>;
  /** Lets other work go on between tiles: a network that has nothing to do leaves no time for it. */
  pause?(): Promise<void>;
  /** Whether the network is handed a tile while it still computes the one before, which keeps it busy but cannot be taken back. */
  readonly queued?: boolean;
}

export interface DenoiseJob extends TileJob {
  /** Called once for every part of the image; after memory ran out, again from the first. */
  onTile(tile: DenoisedTile): void;
  /** Windows have at most its square, in pixels, as memory grows with it. */
  readonly edge?: number;
  /** Fraction of the pixels done, 0..1. */
  onProgress?(fraction: number): void;
}

/** Large enough that margins cost a seventh; about 0.3 GB of activations with `fast`. */
export const DEFAULT_EDGE = 1280;

/**
 * The stitched result equals that of the whole image in one piece: windows overlap by the network's
 * receptive field, begin at multiples of its stride, and lie within the image and its mirrored
 * surround, as the whole does.
 *
 * When a tile does not fit in memory, the work begins again with tiles of half the size. Throws
 * OUT_OF_MEMORY when that is no longer possible, MODEL_OUTPUT_INVALID when the network returns
 * something that is no number, CANCELLED.
 */
export async function denoise(job: DenoiseJob): Promise<void> {
  const { width, height } = job.image;
  const { margin, alignment } = job.network;
  const context = { margin: margin + (job.halo ?? 0), alignment };
  const wanted = job.edge ?? job.network.edge ?? DEFAULT_EDGE;
  let edge = Math.max(wanted, smallestWindow(context));
  for (;;) {
    const tiles = planWindows(width, height, edge ** 2, context).values();
    let done = 0;
    const onTile = (tile: DenoisedTile): void => {
      job.onTile(tile);
      done += tile.core.width * tile.core.height;
      job.onProgress?.(done / (width * height));
    };
    try {
      await denoiseTiles({ ...job, onTile }, () => tiles.next().value);
      return;
    } catch (error) {
      if (!isOutOfMemory(error) || edge <= smallestWindow(context)) throw error;
      edge = Math.max(smallestWindow(context), Math.floor(edge / 2));
    }
  }
}

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof NitidoError && error.code === "OUT_OF_MEMORY";
}

/** Tiles beside the one that is finished: one that the network computes, and the next. */
const AHEAD = 2;

/**
 * Runs the tiles that `next` hands out. While the network computes one, the next is prepared and
 * the one before is handed on. Throws what `denoise` does.
 */
export async function denoiseTiles(
  job: TileJob,
  next: () => Tile | undefined,
): Promise<void> {
  const running: Running[] = [];
  let tile = next();
  let prepared = tile && prepare(job, tile);
  const end = await job.begin?.();
  try {
    while (tile !== undefined || running.length > 0) {
      while (tile && running.length < AHEAD) {
        prepared ??= prepare(job, tile);
        const output = launch(job, prepared, running.at(-1)?.output);
        running.push({ tile, output });
        [tile, prepared] = [next(), undefined];
      }
      if (!tile) end?.();
      const first = running.shift();
      if (first) job.onTile(finish(job, first.tile, await first.output));
      await job.pause?.();
    }
  } finally {
    end?.();
  }
}

interface Prepared {
  readonly noisy: Planes;
  readonly sigma: Float32Array;
}

interface Running {
  readonly tile: Tile;
  readonly output: Promise<Float32Array>;
}

function prepare(job: TileJob, { window }: Tile): Prepared {
  return { noisy: toPlanes(job.image, window), sigma: job.sigma(window) };
}

function launch(
  job: TileJob,
  { noisy, sigma }: Prepared,
  before: Promise<unknown> | undefined,
): Promise<Float32Array> {
  const run = async (): Promise<Float32Array> => {
    if (!job.queued) await before;
    if (job.signal?.aborted) throw new NitidoError("CANCELLED");
    return job.network.run(noisy.data, sigma, noisy.height, noisy.width);
  };
  const output = run();
  // It is waited for in its turn; whatever is thrown until then, its own failure is nobody's.
  output.catch(() => undefined);
  return output;
}

function finish(
  { image, network, halo = 0 }: TileJob,
  { window, core }: Tile,
  data: Float32Array,
): DenoisedTile {
  if (!round(data))
    throw new NitidoError("MODEL_OUTPUT_INVALID", { model: network.name });
  const { width, height } = window;
  const denoised: Planes = { width, height, channels: 3, data };
  // Filters mirror what they are given at its borders: these must be the image's, not the window's.
  const region = halo > 0 ? grown(core, halo, window, image) : window;
  const { x, y } = region;
  return {
    core,
    get noisy() {
      return toPlanes(image, region);
    },
    denoised:
      region === window
        ? denoised
        : cropPlanes(denoised, { ...region, x: x - window.x, y: y - window.y }),
    offset: { x: core.x - x, y: core.y - y },
  };
}

/** A core with so many pixels on each side, as far as the window and the image have them. */
function grown(core: Rect, by: number, window: Rect, image: ImageSource): Rect {
  const x = Math.max(0, window.x, core.x - by);
  const y = Math.max(0, window.y, core.y - by);
  const width = Math.min(image.width, core.x + core.width + by) - x;
  const height = Math.min(image.height, core.y + core.height + by) - y;
  return { x, y, width, height };
}

/**
 * Clamps to 0..1 and rounds to 16 bits, in place: what is kept of a result in that form, for the
 * screen and for saving later, is then exactly what a tile gave. False where something is no number.
 */
function round(data: Float32Array): boolean {
  // Zero times a number is zero, times anything else it is none.
  let zero = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    zero += value * 0;
    const level = Math.floor(value * LEVELS + 0.5);
    data[i] = (level < 0 ? 0 : level > LEVELS ? LEVELS : level) * (1 / LEVELS);
  }
  return zero === 0;
}

const LEVELS = 65535;
