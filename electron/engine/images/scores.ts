/** PSNR and SSIM of an open image with synthetic noise, of which the clean pixels are known. */
import {
  cropPlanes,
  type Image,
  type Planes,
  type Rect,
  toPlanes,
} from "../../../models/image/image.ts";
import { psnr, ssim } from "../../../models/image/metrics.ts";
import { quantise8 } from "../../../models/image/quantise.ts";
import {
  blend,
  type BlendSettings,
  TEXTURE_HALO,
} from "../../../models/inference/blend.ts";
import type { Score, ScoresResult } from "../../services/api-images.ts";
import type { OpenImage } from "./open-image.ts";
import { grown } from "./rects.ts";

/** Side of the part in the middle that is compared: enough for a stable figure, a fraction of a second for SSIM. */
const SIDE = 640;

/** Rounded to 8 bits, as `evaluate` does. */
export function scoresOf(
  open: OpenImage,
  settings: BlendSettings,
): ScoresResult {
  const { image, original, result } = open;
  if (!open.synthetic || !result?.complete) return null;
  const part = middleOf(image);
  const around = grown(part, TEXTURE_HALO, image);
  const inside = { ...part, x: part.x - around.x, y: part.y - around.y };
  const clean = toPlanes(original.image, part);
  const score = (planes: Planes): Score => ({
    psnr: psnr(planes, clean),
    ssim: ssim(planes, clean),
  });
  const mixed = blend(
    toPlanes(image, around),
    result.denoised.planes(around),
    settings,
  );
  return {
    noisy: score(toPlanes(image, part)),
    denoised: score(quantise8(cropPlanes(mixed, inside))),
  };
}

function middleOf({ width, height }: Image): Rect {
  const part = {
    width: Math.min(SIDE, width),
    height: Math.min(SIDE, height),
  };
  return {
    ...part,
    x: Math.floor((width - part.width) / 2),
    y: Math.floor((height - part.height) / 2),
  };
}
