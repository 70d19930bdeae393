/** A batch of the command line: with a ledger, so that the same command goes on where it was ended. */
import { dirname } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { outputFormatOfName } from "../../codecs/formats.ts";
import { fromErrorData } from "../../contract/error-data.ts";
import type { BatchPorts, BatchResult } from "../../services/batch/batch.ts";
import type { BatchLedger } from "../../services/batch/batch-ledger.ts";
import type { BatchRequest } from "../../services/batch/batch-plan.ts";
import type { DeviceId } from "../../services/api.ts";
import { noteDevice } from "../device-choice.ts";
import { duration } from "../duration.ts";
import type { ProgressBar } from "../progress-bar.ts";
import type { Session } from "../session.ts";
import { reportFile, summary, withText } from "./denoise-report.ts";

/** Files that are written beside the results. */
export interface BatchOptions {
  readonly ledger: string | undefined;
  readonly report: string | undefined;
  readonly proof: string | undefined;
}

export async function denoiseBatch(
  session: Session,
  request: BatchRequest,
  { ledger: wish, report, proof }: BatchOptions,
): Promise<void> {
  // Loaded here: a single photograph needs none of it.
  const { runBatch } = await import("../../services/batch/batch.ts");
  const engine = await session.engine();
  const ledger = await openLedger(request, wish);
  try {
    const ports = await follow(session);
    const result = await runBatch(request, ledger, { engine, ...ports });
    if (report !== undefined) {
      const { writeReport } = await import("../../services/save/report.ts");
      const worded = session.errorData.bind(session);
      await writeReport(report, result, worded);
    }
    if (proof !== undefined) {
      const { writeProofSheet } =
        await import("../../services/save/proof/sheet.ts");
      const { messages } = session;
      const bar = await session.progress();
      await writeProofSheet(proof, result, {
        ...{ engine, messages },
        progress: (done) => bar.show(done, messages.text("proof.bar")),
      });
    }
    finish(session, result);
  } finally {
    await ledger.close();
  }
}

/** The one that was asked for, or that of the folder of the results. */
export async function openLedger(
  { out, shard }: BatchRequest,
  wish: string | undefined,
): Promise<BatchLedger> {
  const { BatchLedger, ledgerFile } =
    await import("../../services/batch/batch-ledger.ts");
  const folder = outputFormatOfName(out) === undefined ? out : dirname(out);
  return BatchLedger.open(wish ?? ledgerFile(folder, shard));
}

/** What is shown while a batch is in work. */
export async function follow(
  session: Session,
): Promise<Omit<BatchPorts, "engine">> {
  const bar = await session.progress();
  return {
    signal: session.host.signal,
    started(earlier) {
      if (earlier > 0) {
        const { text, number } = session.messages;
        session.note(text("denoise.earlier", { count: number(earlier) }));
      }
    },
    progress: (job) => showJob(session, bar, job),
    file: (result) => reportFile(session, result),
    deviceChanged: (choice) => noteDevice(session, choice),
  };
}

function showJob(
  { messages: { text, number } }: Session,
  bar: ProgressBar,
  job: Parameters<BatchPorts["progress"]>[0],
): void {
  const { done, failed, skipped, total, mpxPerSecond, secondsLeft } = job;
  bar.show(
    job.fraction,
    text("denoise.bar", {
      files: done + failed + skipped,
      count: total,
      rate: number(mpxPerSecond, 2),
      left: duration(secondsLeft ?? Infinity),
    }),
  );
}

/** Throws what ended the batch before all were through. */
function finish(session: Session, result: BatchResult): void {
  const { ended, error, left } = result;
  if (error) throw fromErrorData(error);
  if (ended === "stopped")
    throw new NitidoError("CANCELLED", { kind: "batch", left });
  const files = result.files.map((file) => withText(session, file));
  const last = files.findLast(({ device }) => device !== undefined);
  const whole = {
    files,
    device: (last?.device ?? null) as DeviceId | null,
    model: result.model.name,
  };
  session.result(whole, () => [summary(session, whole)]);
  if (files.some(({ status }) => status === "failed")) session.exitCode = 1;
}
