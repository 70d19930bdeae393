/** Errors about a photograph, where it is seen anyway which one is meant. */
import type { ErrorData } from "../../../electron/contract/values.ts";

/**
 * The error with the file under its name alone, if it is the one of that name: the place of a copy
 * that the app made of a dropped file means nothing to anybody.
 */
export function byName(error: ErrorData, name: string): ErrorData {
  const { file } = error.details;
  return typeof file === "string" && file.split(/[/\\]/).at(-1) === name
    ? { ...error, details: { ...error.details, file: name } }
    : error;
}
