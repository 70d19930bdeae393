/** Brings a picture to the shape that a network takes: channels, the middle of the right proportions, the size. */
import { cropPlanes, type Planes } from "../../../../models/image/image.ts";
import { downscale } from "../../../../models/image/downscale.ts";
import type { PictureShape } from "../../../../models/networks/autoencoders/autoencoder.ts";

export interface Fitted {
  readonly data: Float32Array;
  /** Something at the border was cut off. */
  readonly cropped: boolean;
}

/** Undefined for a picture that is too small: nothing is invented by enlarging it. */
export function fit(planes: Planes, shape: PictureShape): Fitted | undefined {
  const [channels, height, width] = shape;
  const scale = Math.min(planes.width / width, planes.height / height);
  if (scale < 1) return undefined;
  const middle = {
    width: Math.min(planes.width, Math.round(width * scale)),
    height: Math.min(planes.height, Math.round(height * scale)),
  };
  const cropped = middle.width < planes.width || middle.height < planes.height;
  const whole = cropped
    ? cropPlanes(planes, {
        ...middle,
        x: Math.floor((planes.width - middle.width) / 2),
        y: Math.floor((planes.height - middle.height) / 2),
      })
    : planes;
  return {
    data: withChannels(downscale(whole, width, height), channels),
    cropped,
  };
}

/** Luma of BT.601 in the file's own curve, as grey pictures are commonly made of colour ones. */
const LUMA = [0.299, 0.587, 0.114] as const;

function withChannels(
  { channels, width, height, data }: Planes,
  wanted: number,
): Float32Array {
  if (channels === wanted) return data;
  const plane = width * height;
  if (wanted === 1)
    return Float32Array.from({ length: plane }, (_, i) =>
      LUMA.reduce((sum, share, c) => sum + share * data[i + c * plane]!, 0),
    );
  const repeated = new Float32Array(wanted * plane);
  for (let c = 0; c < wanted; c++) repeated.set(data, c * plane);
  return repeated;
}
