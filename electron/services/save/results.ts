/** What became of the images of a job, with all that is known of each: for reports. */
import type { FileReport } from "../api-files.ts";
import type { Ended, LedgerItem, Written } from "./entries.ts";

export interface FileResult extends FileReport {
  /** How it was made, if it was. */
  readonly model?: string;
  readonly device?: string;
  /** An earlier run has done it, and nothing has changed since. */
  readonly earlier?: true;
}

export function resultOf(
  { path }: LedgerItem,
  { status, output, error, notices, megapixels, seconds }: Ended,
  made: Written | undefined,
): FileResult {
  return {
    input: path,
    output,
    status,
    ...(error && { error }),
    ...(status === "done" &&
      made && { noise: made.noise, model: made.model, device: made.device }),
    notices,
    megapixels,
    seconds,
  };
}
