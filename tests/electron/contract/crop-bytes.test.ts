/** Crops come out of their bytes as they went in, with and without a reference. */
import { expect, test } from "vitest";
import {
  type Crop,
  packCrop,
  unpackCrop,
} from "../../../electron/contract/crop-bytes.ts";

const CROP: Crop = {
  ...{ width: 1, height: 1, step: 10 },
  noisy: Uint8Array.of(1, 2, 3),
  denoised: Uint8Array.of(4, 5, 6),
};

test.each<Crop>([
  CROP,
  {
    ...CROP,
    reference: Uint8Array.of(7, 8, 9),
    psnr: { noisy: 20.5, denoised: 30.25 },
  },
])("%#", (crop) => {
  expect(unpackCrop(packCrop(crop).buffer as ArrayBuffer)).toEqual(crop);
});
