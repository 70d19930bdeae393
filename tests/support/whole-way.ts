/** The whole way of a file, save the network: what is to be the denoised image is given. */
import { decodeImage } from "../../electron/codecs/decode.ts";
import type { WritableFormat } from "../../electron/codecs/codec.ts";
import {
  denoiseFile,
  type FileJob,
  type FileOutcome,
} from "../../electron/engine/denoise/denoise-file.ts";
import { createTurns } from "../../electron/engine/denoise/overlap.ts";
import { fakeMeter } from "./fake-meter.ts";
import type { Image } from "../../models/image/image.ts";

interface Way extends Partial<FileJob> {
  readonly input: string;
  readonly output: string;
  readonly format: WritableFormat;
}

/** `denoised`: what the network makes of the image, in 16 bits; absent: nothing is taken out. */
export async function wholeWay(
  way: Way,
  denoised?: Image,
): Promise<FileOutcome> {
  const decoded = await decodeImage(way.input);
  return denoiseFile({
    ...{ bitDepth: "keep", quality: 100, subsampling: "4:4:4" },
    meter: fakeMeter,
    overwrite: false,
    inputs: new Set(),
    noise: 10,
    blend: { strength: 100, luma: 100, chroma: 100, detail: 0 },
    turns: createTurns(),
    memory: 4e9,
    network: {
      name: "none",
      margin: 8,
      alignment: 8,
      run: () => Promise.reject(new Error("the network runs")),
    },
    metadata: "keep",
    known: {
      decoded,
      noise: {
        ...{ sigma: [10, 10, 10], curve: [0], a: 0, b: 0 },
        ...{ correlation: 1, correlated: false },
      },
      denoised: denoised ?? decoded.image,
    },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...way,
  });
}
