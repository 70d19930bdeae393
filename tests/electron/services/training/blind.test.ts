/** A blind comparison is kept where the network is judged: in its run and on its card. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCard } from "../../../../electron/engine/networks/card.ts";
import {
  readReport,
  writeReport,
} from "../../../../electron/engine/training/report-file.ts";
import { recordBlind } from "../../../../electron/services/training/blind.ts";
import { reportOf } from "../../../../models/training/report.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const run = temporaryFolder();
const model = join(run, "mine.onnx");
const blind = { trained: 9, base: 1, same: 2 };

test("both say what was chosen, and the card keeps the rest", async () => {
  const report = reportOf([], "fast-photo", 1);
  await writeReport(run, report);
  const card = { name: "mine", sha256: "0".repeat(64), data: "noisy", report };
  writeFileSync(join(run, "mine.json"), JSON.stringify(card));
  const judged = { ...report, blind, verdict: "better" };
  expect(await recordBlind({ run, model }, blind)).toEqual(judged);
  expect(await readReport(run)).toEqual(judged);
  expect(await readCard(model)).toEqual({ ...card, report: judged });
});

test("without a network yet, or a report", async () => {
  const other = { ...blind, trained: 1 };
  const { verdict } = await recordBlind({ run, model: null }, other);
  expect(verdict).toBe("unjudged");
  const nowhere = recordBlind({ run: join(run, "no"), model: null }, blind);
  await expect(nowhere).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});
