/** JPEG XL with libjxl, inside of libvips. */
import type { JxlEncoding } from "./messages.ts";

/** 1..9: from here on a file gets little smaller, and takes several times as long. */
const EFFORT = 3;

/** `file`: interleaved samples. */
export async function jxlEncode(
  file: Uint8Array,
  { width, height, channels, bitDepth, icc, quality }: JxlEncoding,
): Promise<Uint8Array> {
  const { default: load } = await import("wasm-vips");
  const vips = await load({ dynamicLibraries: ["vips-jxl.wasm"] });
  const grey = channels < 3;
  const { uchar, ushort } = vips.BandFormat;
  const [format, interpretation] =
    bitDepth === 8
      ? ([uchar, grey ? "b-w" : "srgb"] as const)
      : ([ushort, grey ? "grey16" : "rgb16"] as const);
  const samples =
    bitDepth === 8 ? file : new Uint16Array(Uint8Array.from(file).buffer);
  const image = vips.Image.newFromMemory(
    ...([samples, width, height, channels, format] as const),
  ).copy({ interpretation });
  if (icc) image.setBlob("icc-profile-data", icc);
  const written = image.jxlsaveBuffer({
    ...(quality === 100 ? { lossless: true } : { Q: quality }),
    effort: EFFORT,
    keep: vips.ForeignKeep.icc,
  });
  // The library's memory is shared by its threads and cannot be handed over.
  return Uint8Array.from(written);
}
