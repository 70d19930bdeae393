/** Opens a written file again, so that nobody is told "done" about a file that cannot be read. */
import { NitidoError } from "../../models/errors.ts";
import type { Image } from "../../models/image/image.ts";
import type { EncodeOptions, WritableFormat } from "./codec.ts";
import { depthIn } from "./formats.ts";
import { inspectWithSharp } from "./sharp-decode.ts";
import { opener } from "./sharp-header.ts";

/** Compares the header and decodes up to the last row, row by row. Throws OUTPUT_INVALID with the reason. */
export async function verifyWithSharp(
  format: WritableFormat,
  path: string,
  { width, height }: Pick<Image, "width" | "height">,
  { bitDepth }: EncodeOptions,
): Promise<void> {
  const depth = depthIn(format, bitDepth);
  const expected = { width, height, bitDepth: depth === 8 ? 8 : 16 };
  try {
    const info = await inspectWithSharp(format, path);
    for (const key of ["width", "height", "bitDepth"] as const)
      if (info[key] !== expected[key])
        throw new Error(`${key}: got ${info[key]}, expected ${expected[key]}`);
    const open = await opener(path);
    await open()
      .extract({ left: 0, top: height - 1, width, height: 1 })
      .raw()
      .toBuffer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NitidoError("OUTPUT_INVALID", { file: path, reason });
  }
}
