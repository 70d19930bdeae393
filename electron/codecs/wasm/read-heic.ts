/** HEVC-coded pictures with libheif. */
import { moduleBytes } from "./module-bytes.ts";
import type { WasmPixels } from "./messages.ts";

/** The file's main image, its rotation and cropping applied. `bits`: how many a stored sample has. */
export async function readHeic(
  file: Uint8Array,
  { bits }: { readonly bits: number },
): Promise<WasmPixels> {
  const { default: load } = await import("libheif-js/libheif-wasm/libheif.js");
  const heif = load({
    wasmBinary: await moduleBytes("libheif-js/libheif-wasm/libheif.wasm"),
  });
  const context = heif.heif_context_alloc();
  const opened = heif.heif_context_read_from_memory(
    context,
    // Typed as text, but bytes are what it takes.
    file,
  ) as { code: unknown; message: string };
  if (opened.code !== heif.heif_error_code.heif_error_Ok)
    throw new Error(opened.message);
  const handle = heif.heif_js_context_get_primary_image_handle(
    context,
  ) as Parameters<typeof heif.heif_js_decode_image2>[0];
  const alpha = heif.heif_image_handle_has_alpha_channel(handle) !== 0;
  const layout = `heif_chroma_interleaved_${
    bits > 8
      ? (`RRGGBB${alpha ? "AA" : ""}_LE` as const)
      : (`RGB${alpha ? "A" : ""}` as const)
  }` as const;
  const decoded = heif.heif_js_decode_image2(
    handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    heif.heif_chroma[layout],
  ) as Decoded | { readonly message?: string };
  if (!("channels" in decoded))
    throw new Error(decoded.message ?? "its picture cannot be decoded");
  const [plane] = decoded.channels;
  if (!plane) throw new Error("it holds no picture");
  return pixelsOf(plane, alpha ? 4 : 3, bits > 8);
}

interface Decoded {
  readonly channels: readonly Plane[];
}

interface Plane {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Bytes of a row, with what fills it up. */
  readonly stride: number;
  readonly bits_per_pixel: number;
}

function pixelsOf(
  { data, width, height, stride, bits_per_pixel: bits }: Plane,
  channels: 3 | 4,
  deep: boolean,
): WasmPixels {
  const row = width * channels;
  const samples = deep
    ? new Uint16Array(row * height)
    : new Uint8Array(row * height);
  const scale = deep ? 65_535 / (2 ** bits - 1) : 1;
  for (let y = 0; y < height; y++) {
    const from = y * stride;
    for (let i = 0; i < row; i++) {
      const level = deep
        ? data[from + 2 * i]! + 256 * data[from + 2 * i + 1]!
        : data[from + i]!;
      samples[y * row + i] = Math.round(level * scale);
    }
  }
  return { width, height, channels, samples };
}
