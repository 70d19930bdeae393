/** Report and proof sheet of a job of the app, as files in a folder. */
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Messages } from "../../messages/messages.ts";
import type { Engine } from "../api.ts";
import { numbered } from "../file-name.ts";
import { ensureFolder } from "../../files/safe-write.ts";
import type { Job } from "./job.ts";
import { writeProofSheet } from "./proof/sheet.ts";
import { type Reported, writeReport } from "./report.ts";

const REPORT = "nitido-report.json";
const SHEET = "nitido-proof.html";

export interface PapersPorts {
  readonly engine: Pick<Engine, "proofCrop">;
  readonly messages: Messages;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number) => void;
}

/** Nothing is written over, and nothing stays of what is not finished. Throws CANCELLED, and what writing throws. */
export async function writePapers(
  job: Job,
  folder: string,
  ports: PapersPorts,
): Promise<{ readonly report: string; readonly proof: string }> {
  await ensureFolder(folder);
  const reported: Reported = job.reported();
  const report = await freeName(join(folder, REPORT));
  await writeReport(report, reported, (error) => ({
    ...error,
    message: ports.messages.error(error),
  }));
  const proof = await freeName(join(folder, SHEET));
  try {
    await writeProofSheet(proof, reported, ports);
  } catch (error) {
    await rm(report, { force: true });
    throw error;
  }
  return { report, proof };
}

async function freeName(wish: string): Promise<string> {
  let name = wish;
  for (let number = 2; await stat(name).catch(() => undefined); number++)
    name = numbered(wish, number);
  return name;
}
