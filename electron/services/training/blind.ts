/** Keeps what a blind comparison found: in the report of the run, and on the card of its network. */
import {
  type BlindResult,
  type TrainingReport,
  withBlind,
} from "../../../models/training/report.ts";
import { readCard } from "../../engine/networks/card.ts";
import { readReport, writeReport } from "../../engine/training/report-file.ts";
import { writeCard } from "../models/model-files.ts";

/**
 * `model` is the network's `.onnx` file, null where there is none yet. Throws FILE_NOT_FOUND where
 * the run has no report, CHECKPOINT_DAMAGED, MODEL_DAMAGED, OUTPUT_UNWRITABLE, DISK_FULL.
 */
export async function recordBlind(
  { run, model }: { readonly run: string; readonly model: string | null },
  blind: BlindResult,
): Promise<TrainingReport> {
  const report = withBlind(await readReport(run), blind);
  await writeReport(run, report);
  const card = model === null ? null : await readCard(model);
  if (model !== null && card) await writeCard(model, { ...card, report });
  return report;
}
