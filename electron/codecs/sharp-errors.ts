/** What sharp's messages mean to the user: it throws plain errors whose text comes from the libraries below. */
import { NitidoError } from "../../models/errors.ts";

const UNSUPPORTED =
  /not configured|unsupported (?!image format)|arithmetic|lossless|bits per sample/i;
const OUT_OF_MEMORY = /out of memory|enough memory|memory allocation/i;

/** The typed error for a failed read of `file`, whose content began like a `format` file. */
export function decodeError(
  error: unknown,
  file: string,
  format: string,
): NitidoError {
  if (error instanceof NitidoError) return error;
  const reason = firstLine(error);
  if (OUT_OF_MEMORY.test(reason))
    return new NitidoError("IMAGE_TOO_LARGE", { file, reason });
  if (UNSUPPORTED.test(reason))
    return new NitidoError("FORMAT_UNSUPPORTED", {
      file,
      found: `${format.toUpperCase()}: ${reason}`,
    });
  return new NitidoError("FILE_DAMAGED", { file, reason });
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const text = message.replace(/^Input (file|buffer) has corrupt header:/, "");
  return text.trim().split("\n")[0] ?? "";
}
