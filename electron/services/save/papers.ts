/** Report and proof sheet of a job of the app, as files in a folder. */
import { stat } from "node:fs/promises";
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

/** Nothing is written over. Throws what writing throws. */
export async function writePapers(
  job: Job,
  folder: string,
  engine: Pick<Engine, "proofCrop">,
  messages: Messages,
): Promise<{ readonly report: string; readonly proof: string }> {
  await ensureFolder(folder);
  const reported: Reported = job.reported();
  const report = await freeName(join(folder, REPORT));
  await writeReport(report, reported, (error) => ({
    ...error,
    message: messages.error(error),
  }));
  const proof = await freeName(join(folder, SHEET));
  await writeProofSheet(proof, reported, { engine, messages });
  return { report, proof };
}

async function freeName(wish: string): Promise<string> {
  let name = wish;
  for (let number = 2; await stat(name).catch(() => undefined); number++)
    name = numbered(wish, number);
  return name;
}
