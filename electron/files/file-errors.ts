/** What the operating system's error numbers mean to the user, for files read and for files written. */
import { NitidoError } from "../../models/errors.ts";

const MISSING = new Set(["ENOENT", "ENOTDIR"]);
const FULL = new Set(["ENOSPC", "EDQUOT"]);
/** The pixel library throws plain errors; the system's words are all that is left of the number. */
const FULL_WORDS = /no space left|quota exceeded|not enough space/i;
const WRITE_WORDS = /unable to open for write|write (error|failed)/i;

/** The error's number by name (`ENOENT`), or undefined. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { code } = error;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code)
    ? code
    : undefined;
}

/** The typed error for a failed attempt to read `file`: FILE_NOT_FOUND or FILE_UNREADABLE. */
export function inputError(error: unknown, file: string): NitidoError {
  if (error instanceof NitidoError) return error;
  const errno = errnoOf(error);
  if (errno !== undefined && MISSING.has(errno))
    return new NitidoError("FILE_NOT_FOUND", { file });
  return new NitidoError("FILE_UNREADABLE", { file, reason: wordsOf(error) });
}

/** The typed error for a failed attempt to write `file`: DISK_FULL or OUTPUT_UNWRITABLE. What is neither (an abort, a bug) passes as it is. */
export function outputError(error: unknown, file: string): unknown {
  if (error instanceof NitidoError) return error;
  const errno = errnoOf(error);
  const reason = wordsOf(error);
  if ((errno !== undefined && FULL.has(errno)) || FULL_WORDS.test(reason))
    return new NitidoError("DISK_FULL", { file });
  if (errno !== undefined || WRITE_WORDS.test(reason))
    return new NitidoError("OUTPUT_UNWRITABLE", { file, reason });
  return error;
}

function wordsOf(error: unknown): string {
  const errno = errnoOf(error);
  return errno ?? (error instanceof Error ? error.message : String(error));
}
