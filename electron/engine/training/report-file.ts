/** The report of a run, kept in its folder as report.json. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import type { TrainingReport } from "../../../models/training/report.ts";
import { trainingReport } from "../../contract/schemas.ts";
import { writeBytes } from "../../files/write-bytes.ts";

/** Throws OUTPUT_UNWRITABLE, DISK_FULL. */
export async function writeReport(
  run: string,
  report: TrainingReport,
): Promise<void> {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  await writeBytes(reportFile(run), Buffer.from(text), true);
}

/** Throws FILE_NOT_FOUND where the run has not ended, CHECKPOINT_DAMAGED. */
export async function readReport(run: string): Promise<TrainingReport> {
  const file = reportFile(run);
  const text = await readFile(file, "utf8").catch(() => {
    throw new NitidoError("FILE_NOT_FOUND", { file });
  });
  try {
    return v.parse(trainingReport, JSON.parse(text));
  } catch (error) {
    throw new NitidoError("CHECKPOINT_DAMAGED", {
      file,
      reason: String(error),
    });
  }
}

const reportFile = (run: string): string => join(run, "report.json");
