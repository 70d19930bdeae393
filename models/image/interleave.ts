/** Planes as an image of floats, without clipping or rounding. */
import type { Image, Planes } from "./image.ts";

/** Three planes become RGB, one becomes grey; samples may lie outside 0..1. */
export function interleave({ width, height, channels, data }: Planes): Image {
  const pixels = width * height;
  const samples = new Float32Array(data.length);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < pixels; i++)
      samples[i * channels + c] = data[c * pixels + i] ?? NaN;
  return { width, height, channels: channels as Image["channels"], samples };
}
