/** What the operating system's error numbers mean to the user, for files read and for files written. */
import { NitidoError } from "../../models/errors.ts";

const MISSING = new Set(["ENOENT", "ENOTDIR"]);
const FULL = new Set(["ENOSPC", "EDQUOT"]);
/** The pixel library throws plain errors; the system's words are all that is left of the number. */
const FULL_WORDS = /no space left|quota exceeded|not enough space/i;

/** The error's number by name (`ENOENT`), or undefined. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The typed error for a failed attempt to read `file`: FILE_NOT_FOUND or FILE_UNREADABLE. */
export function inputError(error: unknown, file: string): NitidoError {
  if (error instanceof NitidoError) return error;
  const errno = errnoOf(error);
  if (errno !== undefined && MISSING.has(errno))
    return new NitidoError("FILE_NOT_FOUND", { file });
  return new NitidoError("FILE_UNREADABLE", { file, reason: wordsOf(error) });
}

/** The typed error for a failed attempt to write `file`: DISK_FULL or OUTPUT_UNWRITABLE. Aborts pass as they are. */
export function outputError(error: unknown, file: string): Error {
  if (error instanceof NitidoError) return error;
  if (error instanceof Error && error.name === "AbortError") return error;
  const errno = errnoOf(error);
  const reason = wordsOf(error);
  const full = errno !== undefined && FULL.has(errno);
  return full || FULL_WORDS.test(reason)
    ? new NitidoError("DISK_FULL", { file })
    : new NitidoError("OUTPUT_UNWRITABLE", { file, reason });
}

function wordsOf(error: unknown): string {
  return (
    errnoOf(error) ?? (error instanceof Error ? error.message : String(error))
  );
}
