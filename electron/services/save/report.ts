/** The report of a batch for programs: one JSON file, whose fields docs/command-line.md explains. */
import type { DenoiseSettings, SaveRules } from "../../contract/values.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import type { ErrorData } from "../api.ts";
import type { FileResult } from "./results.ts";

/** What is known of a batch, of the app or of the command line. */
export interface Reported {
  readonly ended: "done" | "stopped" | "paused";
  readonly error?: ErrorData;
  readonly created: number;
  readonly rules: SaveRules;
  /** Where all photographs have the same. */
  readonly settings?: DenoiseSettings;
  readonly model?: { readonly name: string; readonly sha256: string };
  readonly files: readonly FileResult[];
  /** How many are not through. */
  readonly left: number;
}

/** Puts the words that people read into an error. */
export type Wording = (error: ErrorData) => ErrorData;

export function totalsOf({ files, left }: Reported) {
  const done = files.filter(({ status }) => status === "done");
  const count = (status: FileResult["status"]) =>
    files.filter((file) => file.status === status).length;
  const sum = (of: (file: FileResult) => number) =>
    done.reduce((total, file) => total + of(file), 0);
  return {
    files: files.length + left,
    done: done.length,
    /** Of those, by earlier runs. */
    earlier: done.filter(({ earlier }) => earlier).length,
    failed: count("failed"),
    skipped: count("skipped"),
    left,
    megapixels: sum(({ megapixels }) => megapixels),
    seconds: sum(({ seconds }) => seconds),
  };
}

/** Replaces the file. Throws what `writeBytes` does. */
export async function writeReport(
  file: string,
  reported: Reported,
  worded: Wording,
): Promise<void> {
  const { created, error, ended, rules, settings, model } = reported;
  const report = {
    format: "nitido-report",
    version: 1,
    begun: new Date(created).toISOString(),
    written: new Date().toISOString(),
    ended,
    ...(error && { error: worded(error) }),
    rules,
    ...(settings && { settings }),
    ...(model && { model }),
    totals: totalsOf(reported),
    files: reported.files.map((result) =>
      result.error ? { ...result, error: worded(result.error) } : result,
    ),
  };
  const text = `${JSON.stringify(report, null, 1)}\n`;
  await writeBytes(file, Buffer.from(text), true);
}
