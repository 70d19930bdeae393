/** Writes the proof sheet of a batch: a page, and for large batches a folder of crops beside it. */
import { open, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { NitidoError } from "../../../../models/errors.ts";
import { outputError } from "../../../files/file-errors.ts";
import { ensureFolder, moveIntoPlace } from "../../../files/safe-write.ts";
import type { Messages } from "../../../messages/messages.ts";
import type { Engine } from "../../api.ts";
import type { Reported } from "../report.ts";
import type { FileResult } from "../results.ts";
import {
  card,
  type Crops,
  failuresSection,
  PAGE_END,
  pageHead,
} from "./page.ts";

/** Pixels a side of a crop. */
const EDGE = 256;
/** Up to so many photographs the crops are in the page itself. */
const EMBEDDED = 200;

export interface ProofPorts {
  readonly engine: Pick<Engine, "proofCrop">;
  readonly messages: Messages;
  readonly signal?: AbortSignal;
  readonly progress?: (fraction: number) => void;
}

/**
 * Replaces the file, with whole paths in it as `reported` has them. Crops are made of the files as
 * they are now; where one is gone, its photograph has none. Throws CANCELLED, and what writing throws.
 */
export async function writeProofSheet(
  file: string,
  reported: Reported,
  { engine, messages, signal, progress }: ProofPorts,
): Promise<void> {
  const done = reported.files.filter(({ status }) => status === "done");
  const failed = reported.files.filter(({ status }) => status === "failed");
  const folder =
    done.length > EMBEDDED
      ? `${file.slice(0, file.length - extname(file).length)}-crops`
      : null;
  const next = `${file}.new`;
  try {
    if (folder !== null) await ensureFolder(folder);
    const page = await open(next, "w");
    try {
      await page.write(pageHead(reported, messages));
      await page.write(failuresSection(failed, messages));
      for (const [index, result] of done.entries()) {
        if (signal?.aborted) throw new NitidoError("CANCELLED");
        const crops = await cropsOf(result, index, folder, engine);
        await page.write(card(result, crops, messages));
        progress?.((index + 1) / done.length);
      }
      await page.write(PAGE_END);
      await page.sync();
    } finally {
      await page.close();
    }
    await moveIntoPlace(next, file, true);
  } catch (error) {
    await rm(next, { force: true });
    throw outputError(error, file);
  }
}

async function cropsOf(
  { input, output }: FileResult,
  index: number,
  folder: string | null,
  engine: ProofPorts["engine"],
): Promise<Crops> {
  if (output === null) return null;
  const crop = await engine
    .proofCrop({ before: input, after: output, edge: EDGE })
    // The batch is done; a photograph that has been moved since must not take its sheet away.
    .catch((error: unknown) => {
      if (error instanceof NitidoError && error.code === "CANCELLED")
        throw error;
      return null;
    });
  if (!crop) return null;
  const address = async (kind: "before" | "after"): Promise<string> => {
    const jpeg = crop[kind];
    if (folder === null)
      return `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;
    const name = `${String(index + 1).padStart(6, "0")}-${kind}.jpg`;
    await writeFile(join(folder, name), jpeg);
    return `${encodeURIComponent(basename(folder))}/${name}`;
  };
  const { width, height } = crop;
  const [before, after] = [await address("before"), await address("after")];
  return { before, after, width, height };
}
