/** Camera RAW with LibRaw: demosaiced to 16 bits, white as the camera balanced it, upright. */
import type { LibRaw } from "libraw-wasm/dist/libraw.js";
import type { LibRawSettings } from "libraw-wasm";
import { moduleBytes } from "./module-bytes.ts";
import type { RawFacts, WasmPixels } from "./messages.ts";

/** LibRaw's numbers: its parameters `output_color` and `user_qual`. */
const REC_2020 = 8;
const ADAPTIVE_HOMOGENEITY = 3;

/** Exposure as it was taken: brightening by what is in the picture would differ from frame to frame. */
const SETTINGS: LibRawSettings = {
  useCameraWb: true,
  useCameraMatrix: 1,
  outputColor: REC_2020,
  outputBps: 16,
  noAutoBright: true,
  userQual: ADAPTIVE_HOMOGENEITY,
};

export async function rawFacts(file: Uint8Array): Promise<RawFacts> {
  const metadata = (await open(file, SETTINGS)).metadata(false);
  return {
    width: metadata.width,
    height: metadata.height,
    make: metadata.camera_make,
    model: metadata.camera_model,
    iso: metadata.iso_speed,
    exposure: metadata.shutter,
    aperture: metadata.aperture,
    focalLength: metadata.focal_len,
    taken: metadata.timestamp,
  };
}

/** In the colours and the curve of Rec. 2020. `half`: each block of four photosites is one pixel. */
export async function rawPixels(
  file: Uint8Array,
  { half }: { readonly half: boolean },
): Promise<WasmPixels> {
  const raw = await open(file, { ...SETTINGS, halfSize: half });
  const developed = telling(() => raw.imageData());
  if (!developed) throw new Error("its picture cannot be decoded");
  const { width, height, colors, data } = developed;
  if (colors !== 1 && colors !== 3)
    throw new Error(`${colors.toString()} colours are unsupported`);
  if (!(data instanceof Uint16Array))
    throw new Error("its picture cannot be decoded");
  return { width, height, channels: colors, samples: Uint16Array.from(data) };
}

async function open(
  file: Uint8Array,
  settings: LibRawSettings,
): Promise<LibRaw> {
  const { default: load } = await import("libraw-wasm/dist/libraw.js");
  const library = await load({
    wasmBinary: await moduleBytes("libraw-wasm/dist/libraw.wasm"),
  });
  const raw = new library.LibRaw();
  telling(() => {
    raw.open(file, settings);
  });
  return raw;
}

/** LibRaw's exceptions come through WebAssembly without their text. */
function telling<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof Error
      ? error
      : new Error("LibRaw cannot read it", { cause: error });
  }
}
