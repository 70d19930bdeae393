/** A place of a training's photograph, noisy, denoised and clean, as bytes for the way to the screen. */
import { invariant } from "../../models/errors.ts";

/** 8-bit RGB, row by row. */
export interface Crop {
  readonly width: number;
  readonly height: number;
  /** Of the snapshot that denoised it; 0 for the base. */
  readonly step: number;
  readonly noisy: Uint8Array;
  readonly denoised: Uint8Array;
  /** Without noise, and how near to it both are, in dB; absent where nobody knows. */
  readonly reference?: Uint8Array;
  readonly psnr?: { readonly noisy: number; readonly denoised: number };
}

/** Width, height, step, then both PSNR, NaN where there are none; each 32 bits. Little-endian. */
const HEADER_BYTES = 20;

export function packCrop(crop: Crop): Uint8Array {
  const { width, height, step, noisy, denoised, reference, psnr } = crop;
  const size = 3 * width * height;
  const bytes = new Uint8Array(HEADER_BYTES + (reference ? 3 : 2) * size);
  new Uint32Array(bytes.buffer, 0, 3).set([width, height, step]);
  new Float32Array(bytes.buffer, 12, 2).set([
    psnr?.noisy ?? NaN,
    psnr?.denoised ?? NaN,
  ]);
  for (const [i, pixels] of [noisy, denoised, reference].entries())
    if (pixels) bytes.set(pixels, HEADER_BYTES + i * size);
  return bytes;
}

export function unpackCrop(bytes: ArrayBuffer): Crop {
  const [width, height, step] = new Uint32Array(bytes, 0, 3) as never as [
    number,
    number,
    number,
  ];
  const [noisyPsnr, denoisedPsnr] = new Float32Array(bytes, 12, 2) as never as [
    number,
    number,
  ];
  const size = 3 * width * height;
  const parts = (bytes.byteLength - HEADER_BYTES) / size;
  invariant(parts === 2 || parts === 3, "a crop has two or three pictures");
  const picture = (i: number) =>
    new Uint8Array(bytes, HEADER_BYTES + i * size, size);
  return {
    ...{ width, height, step },
    ...{ noisy: picture(0), denoised: picture(1) },
    ...(parts === 3 && { reference: picture(2) }),
    ...(!Number.isNaN(noisyPsnr) && {
      psnr: { noisy: noisyPsnr, denoised: denoisedPsnr },
    }),
  };
}
