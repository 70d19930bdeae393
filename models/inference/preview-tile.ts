/** A tile of the preview: noisy and denoised pixels and texture, as bytes for the way to the screen, and mixed there. */
import { invariant } from "../errors.ts";
import { type BlendSettings, mixOf } from "./blend.ts";

export interface PreviewTile {
  readonly width: number;
  readonly height: number;
  /** Interleaved RGB, 0..255 or 0..65535. */
  readonly noisy: Uint8Array | Uint16Array;
  /** Interleaved RGB, 0..65535; the noisy pixels where there are no denoised ones yet. */
  readonly denoised: Uint16Array;
  /** `textureOf` as −32767..32767 for −1..1; null when it was not asked for. */
  readonly texture: Int16Array | null;
  /** Whether every pixel is denoised as it was asked for last. */
  readonly complete: boolean;
}

/** What a texture of 1 is stored as. */
export const TEXTURE_SCALE = 32767;

/** What is shown: the file as it is, the blend, or what the blend takes away. */
export type TileView = "before" | "after" | "residual";

const MAGIC = 0x3154504e; // "NPT1"
/** Magic, width, height, flags; each 32 bits. The 16-bit samples follow first, so that they stay aligned. */
const HEADER_BYTES = 16;
const DEEP = 1;
const TEXTURE = 2;
const COMPLETE = 4;

/** Offsets of the parts within the bytes. Little-endian, as every machine that Nítido runs on. */
function layout(pixels: number, deep: boolean, texture: boolean) {
  const denoised = HEADER_BYTES;
  const afterDenoised = denoised + 6 * pixels;
  const noisy = afterDenoised + (texture ? 2 * pixels : 0);
  return {
    denoised,
    texture: afterDenoised,
    noisy,
    end: noisy + (deep ? 6 : 3) * pixels,
  };
}

export function packTile(tile: PreviewTile): Uint8Array {
  const { width, height, noisy, denoised, texture, complete } = tile;
  const pixels = width * height;
  invariant(
    noisy.length === 3 * pixels &&
      denoised.length === 3 * pixels &&
      (texture?.length ?? pixels) === pixels,
    "a tile's samples must fit its size",
  );
  const deep = noisy instanceof Uint16Array;
  const at = layout(pixels, deep, texture !== null);
  const bytes = new Uint8Array(at.end);
  const flags =
    (deep ? DEEP : 0) | (texture ? TEXTURE : 0) | (complete ? COMPLETE : 0);
  new Uint32Array(bytes.buffer, 0, 4).set([MAGIC, width, height, flags]);
  bytes.set(bytesOf(denoised), at.denoised);
  if (texture) bytes.set(bytesOf(texture), at.texture);
  bytes.set(bytesOf(noisy), at.noisy);
  return bytes;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The tile's arrays are views of the bytes, or of a copy where those lie unaligned. Throws on bytes that are no tile. */
export function unpackTile(bytes: Uint8Array): PreviewTile {
  invariant(bytes.length >= HEADER_BYTES, "a tile has a header");
  const { buffer, byteOffset } =
    bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const [magic, width, height, flags] = new Uint32Array(
    buffer,
    byteOffset,
    4,
  ) as unknown as [number, number, number, number];
  const pixels = width * height;
  const deep = (flags & DEEP) !== 0;
  const at = layout(pixels, deep, (flags & TEXTURE) !== 0);
  invariant(
    magic === MAGIC && at.end === bytes.length,
    "these bytes are no preview tile",
  );
  const from = (offset: number) => byteOffset + offset;
  return {
    width,
    height,
    noisy: deep
      ? new Uint16Array(buffer, from(at.noisy), 3 * pixels)
      : new Uint8Array(buffer, from(at.noisy), 3 * pixels),
    denoised: new Uint16Array(buffer, from(at.denoised), 3 * pixels),
    texture:
      flags & TEXTURE ? new Int16Array(buffer, from(at.texture), pixels) : null,
    complete: (flags & COMPLETE) !== 0,
  };
}

/**
 * Fills `out` (RGBA), in the file's own encoding, with what is shown of the tile. `after` is `blend`, up to the rounding of the
 * stored samples. `residual` is ½ + gain · (before − after): grey 128 where nothing is removed.
 */
export function mixTile(
  tile: PreviewTile,
  settings: BlendSettings,
  view: TileView,
  gain: number,
  out: Uint8ClampedArray,
): void {
  const { noisy, denoised, texture } = tile;
  invariant(4 * noisy.length === 3 * out.length, "RGBA for each pixel");
  const mix = mixOf(settings);
  const fromNoisy = noisy instanceof Uint16Array ? 255 / 65535 : 1;
  const fromDenoised = 255 / 65535;
  const fromTexture = (mix.texture * 255) / TEXTURE_SCALE;
  const { chroma } = mix;
  const grey = (mix.luma - chroma) / 3;
  // shown = offset + keep · noisy − take · (what is removed)
  const keep = view === "residual" ? 0 : 1;
  const take = view === "before" ? 0 : view === "after" ? 1 : -gain;
  const offset = view === "residual" ? 127.5 : 0;
  const pixels = out.length / 4;
  for (let i = 0, p = 0, o = 0; i < pixels; i++, p += 3, o += 4) {
    const r = noisy[p]! * fromNoisy;
    const g = noisy[p + 1]! * fromNoisy;
    const b = noisy[p + 2]! * fromNoisy;
    const red = r - denoised[p]! * fromDenoised;
    const green = g - denoised[p + 1]! * fromDenoised;
    const blue = b - denoised[p + 2]! * fromDenoised;
    const returned = texture ? texture[i]! * fromTexture : 0;
    const common = grey * (red + green + blue) - returned;
    out[o] = offset + keep * r - take * (chroma * red + common);
    out[o + 1] = offset + keep * g - take * (chroma * green + common);
    out[o + 2] = offset + keep * b - take * (chroma * blue + common);
    out[o + 3] = 255;
  }
}
