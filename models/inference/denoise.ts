/** Denoises an image of any size: tile by tile through a network, with a result that no seam shows in. */
import { NitidoError } from "../errors.ts";
import {
  cropPlanes,
  type Planes,
  type Rect,
  toPlanes,
} from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import { type Context, type Tile, planTiles, smallestWindow } from "./tiles.ts";

/** A network that is ready to run, on whatever engine. */
export interface TileNetwork extends Context {
  /** For errors. */
  readonly name: string;
  /** The largest edge of a window that suits the network's appetite for memory, unless the job names one. */
  readonly edge?: number;
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

/** A finished part of the image: where it belongs and, with `halo` pixels around it where there are any, its pixels in 0..1. */
export interface DenoisedTile {
  readonly core: Rect;
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
}

export interface DenoiseJob extends TileJob {
  /** Called once for every part of the image; after memory ran out, again from the first. */
  onTile(tile: DenoisedTile): void;
  /** Largest edge of a window, in pixels. Memory grows with its square. */
  readonly edge?: number;
  /** Fraction of the pixels done, 0..1. */
  onProgress?(fraction: number): void;
}

/** Large enough that margins cost a tenth; about 0.4 GB of activations with `fast`. */
export const DEFAULT_EDGE = 1280;

/**
 * The stitched result equals that of the whole image in one piece: windows overlap by the network's
 * receptive field, begin at multiples of its stride, and lie within the image as the whole does.
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
    const tiles = planTiles(width, height, edge, context).values();
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

/**
 * Runs the tiles that `next` hands out. While the network computes one, the next is prepared and
 * the one before is handed on. Throws what `denoise` does.
 */
export async function denoiseTiles(
  job: TileJob,
  next: () => Tile | undefined,
): Promise<void> {
  let ahead = prepare(job, next());
  let running = launch(job, ahead);
  while (ahead) {
    const current = ahead;
    ahead = prepare(job, next());
    const output = await running;
    running = launch(job, ahead);
    // Handing on may throw while the next tile runs; its own failure must not go unhandled then.
    running.catch(() => undefined);
    if (output) job.onTile(finish(job, current, output));
  }
}

interface Prepared {
  readonly tile: Tile;
  readonly noisy: Planes;
  readonly sigma: Float32Array;
}

function prepare(job: TileJob, tile: Tile | undefined): Prepared | undefined {
  if (!tile) return undefined;
  return {
    tile,
    noisy: toPlanes(job.image, tile.window),
    sigma: job.sigma(tile.window),
  };
}

async function launch(
  job: TileJob,
  prepared: Prepared | undefined,
): Promise<Float32Array | undefined> {
  if (job.signal?.aborted) throw new NitidoError("CANCELLED");
  if (!prepared) return undefined;
  const { noisy, sigma } = prepared;
  // The network may transfer what it is given to another thread; the blend needs the noisy pixels after that.
  return job.network.run(noisy.data.slice(), sigma, noisy.height, noisy.width);
}

function finish(
  job: TileJob,
  { tile, noisy }: Prepared,
  data: Float32Array,
): DenoisedTile {
  if (!areFinite(data))
    throw new NitidoError("MODEL_OUTPUT_INVALID", { model: job.network.name });
  const { window, core } = tile;
  const halo = job.halo ?? 0;
  const x = Math.max(window.x, core.x - halo);
  const y = Math.max(window.y, core.y - halo);
  const cut: Rect = {
    x: x - window.x,
    y: y - window.y,
    width: Math.min(job.image.width, core.x + core.width + halo) - x,
    height: Math.min(job.image.height, core.y + core.height + halo) - y,
  };
  return {
    core,
    noisy: cropPlanes(noisy, cut),
    denoised: rounded(cropPlanes({ ...noisy, data }, cut)),
    offset: { x: core.x - x, y: core.y - y },
  };
}

/** As `every(Number.isFinite)`, at a tenth of its cost: zero times a number is zero, times anything else it is none. */
function areFinite(data: Float32Array): boolean {
  let zero = 0;
  for (let i = 0; i < data.length; i++) zero += data[i]! * 0;
  return zero === 0;
}

/**
 * Clamped to 0..1 and rounded to 16 bits, in place: what is kept of a result in that form, for the
 * screen and for saving later, is then exactly what a tile gave.
 */
function rounded(planes: Planes): Planes {
  const { data } = planes;
  for (let i = 0; i < data.length; i++) {
    const level = Math.floor(data[i]! * LEVELS + 0.5);
    data[i] = (level < 0 ? 0 : level > LEVELS ? LEVELS : level) * (1 / LEVELS);
  }
  return planes;
}

const LEVELS = 65535;
