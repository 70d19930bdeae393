/**
 * One image of a job, so that its output is there exactly once, whenever the process ends:
 *
 *  1. The ledger names a temporary folder beside the output, and the engine writes into it.
 *  2. The ledger takes down the content of the finished file and the name it is about to get.
 *  3. The file gets its name, and the ledger that the image is done.
 *
 * Whoever goes on after an end between 1 and 2 throws the folder away and begins again; between 2
 * and 3, the output is known by its content, or else the finished file still waits for its name.
 */
import { randomBytes } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import type { SaveRules } from "../../contract/values.ts";
import { toErrorData } from "../../contract/error-data.ts";
import { contentHash, hasContent } from "../../files/content-hash.ts";
import { outputError } from "../../files/file-errors.ts";
import { fileIdentity } from "../../files/identity.ts";
import {
  ensureFolder,
  moveIntoPlace,
  refuseTarget,
} from "../../files/safe-write.ts";
import { TEMPORARY_PREFIX } from "../../files/temporary.ts";
import type { FileReport } from "../api-files.ts";
import type { ErrorData } from "../api.ts";
import { numbered } from "../file-name.ts";
import type { Ended, FileEntry, LedgerItem, Written } from "./entries.ts";
import { glimpse, isSame } from "./glimpse.ts";

export interface Made {
  readonly report: FileReport;
  readonly model: string;
  readonly device: string;
  /** SHA-256 of the original, where it was asked for. */
  readonly source?: string;
}

export interface FileTools {
  readonly rules: SaveRules;
  /** Identities of the originals, none of which is written over. */
  readonly originals: ReadonlySet<string>;
  /** Whether another image of the job is to have this name. */
  readonly isPlanned: (output: string) => boolean;
  /** Resolves when the ledger has it on the disk. */
  readonly record: (entry: FileEntry) => Promise<void>;
  /** Denoises the original into a new file. Rejects with what concerns more than this image. */
  readonly make: (item: LedgerItem, file: string) => Promise<Made>;
}

/** Thrown when it makes no sense to go on with the next image. */
export class Halt extends Error {
  constructor(cause: unknown) {
    super("the job cannot go on", { cause });
  }
}

/**
 * Brings one image to its end, from wherever the ledger (`last`) says it has come. What is wrong
 * with this image alone is its result; throws `Halt` for what is not.
 */
export async function saveFile(
  item: LedgerItem,
  index: number,
  last: FileEntry | undefined,
  tools: FileTools,
): Promise<Ended> {
  let written: Written | undefined;
  try {
    written = last && (await takeUp(last));
    if (!written) {
      const result = await write(item, index, tools);
      if (result.event === "ended") return result;
      written = result;
    }
    const ended = await publish(written, item, tools);
    await removeStaging(written.staging);
    return ended;
  } catch (error) {
    // What is finished waits in its folder for the job to go on.
    if (isHalting(error)) throw error instanceof Halt ? error : new Halt(error);
    if (written) await removeStaging(written.staging);
    return {
      ...nothing(index, item.output),
      status: "failed",
      error: errorOf(error),
    };
  }
}

/** A full disk, and the wish to stop, concern every further image as well. */
function isHalting(error: unknown): boolean {
  if (error instanceof Halt) return true;
  return (
    error instanceof NitidoError &&
    (error.code === "DISK_FULL" || error.code === "CANCELLED")
  );
}

/** What an earlier attempt finished; what it did not finish is removed. */
export async function takeUp(last: FileEntry): Promise<Written | undefined> {
  if (last.event === "ended") return undefined;
  if (last.event === "written") {
    if (await hasContent(last.output, last)) return last;
    if (await hasContent(stagedFile(last), last)) {
      // Without hard links a name is claimed by an empty file first.
      if (await isEmpty(last.output)) await rm(last.output);
      return last;
    }
  }
  await removeStaging(last.staging);
  return undefined;
}

async function write(
  item: LedgerItem,
  index: number,
  { rules, originals, record, make }: FileTools,
): Promise<Written | Ended> {
  const { output } = item;
  if (item.error || output === null)
    return {
      ...nothing(index, output),
      status: "failed",
      ...(item.error && { error: item.error }),
    };
  if (rules.existing === "skip" && (await fileIdentity(output)) !== undefined)
    return { ...nothing(index, output), status: "skipped" };
  if (rules.existing !== "number")
    await refuseTarget(output, {
      inputs: originals,
      overwrite: await mayReplace(item, rules),
    });
  const folder = dirname(output);
  await ensureFolder(folder, rules.folder ?? undefined);
  const name = TEMPORARY_PREFIX + randomBytes(6).toString("hex");
  const staging = join(folder, name);
  await record({ event: "started", item: index, output, staging });
  try {
    await makeFolder(staging);
    const file = stagedFile({ staging, output });
    const before = await glimpse(item.path);
    const { report, model, device, source } = await make(item, file);
    // What was read may have been half of it.
    if (!isSame(before, await glimpse(item.path)))
      throw new NitidoError("FILE_CHANGING", { file: item.path });
    const written: Written = {
      event: "written",
      item: index,
      output,
      staging,
      ...(await contentHash(file)),
      notices: [...(report.notices ?? [])],
      megapixels: report.megapixels,
      seconds: report.seconds,
      model,
      device,
      ...(source !== undefined && { source }),
      noise: report.noise ?? { sigma: [0, 0, 0] },
    };
    await record(written);
    return written;
  } catch (error) {
    await removeStaging(staging);
    throw namingOutput(error, staging, output);
  }
}

/** Gives the finished file its name: the planned one, or a free one where the rules say so. */
async function publish(
  written: Written,
  planned: LedgerItem,
  { rules, originals, isPlanned, record }: FileTools,
): Promise<Ended> {
  const { item, notices, megapixels, seconds } = written;
  const facts = { item, notices, megapixels, seconds };
  let { output } = written;
  for (let number = 2; ; number++) {
    const done: Ended = { event: "ended", ...facts, status: "done", output };
    // The very file is there: this job gave it its name, but the ledger was not told.
    if (await hasContent(output, written)) return done;
    try {
      const overwrite = await mayReplace(planned, rules);
      await refuseTarget(output, { inputs: originals, overwrite });
      if (output !== written.output) await record({ ...written, output });
      await moveIntoPlace(stagedFile(written), output, overwrite);
      return done;
    } catch (error) {
      const { code } = error as Partial<NitidoError>;
      if (rules.existing === "skip" && code === "OUTPUT_EXISTS")
        return { ...done, status: "skipped" };
      // A file has come to the name since it was planned.
      const taken = code === "OUTPUT_EXISTS" || code === "OUTPUT_IS_INPUT";
      if (rules.existing !== "number" || !taken) throw error;
    }
    do output = numbered(planned.base ?? written.output, number);
    while (isPlanned(output) && number++);
  }
}

/** Whether the rules say so, or what is there is an earlier result that nobody has changed. */
async function mayReplace(
  { output, replaces }: LedgerItem,
  { existing }: SaveRules,
): Promise<boolean> {
  if (existing === "overwrite") return true;
  return replaces !== undefined && output !== null
    ? hasContent(output, replaces)
    : false;
}

/** A short name, whatever the output's: no limit of any system is met twice. */
function stagedFile({
  staging,
  output,
}: Pick<Written, "staging" | "output">): string {
  return join(staging, `result${extname(output)}`);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    throw outputError(error, folder);
  }
}

/** Whether it goes or not, the job goes on: it is hidden, and tried again when the job is taken up. */
export async function removeStaging(folder: string): Promise<void> {
  // The engine of a process that was killed may be writing its last into it.
  const retries = { maxRetries: 3, retryDelay: 100 };
  await rm(folder, { recursive: true, force: true, ...retries }).catch(
    () => undefined,
  );
}

async function isEmpty(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  return status?.size === 0;
}

/** Errors about the temporary folder are about the output as far as people are concerned. */
function namingOutput(
  error: unknown,
  staging: string,
  output: string,
): unknown {
  if (!(error instanceof NitidoError)) return error;
  const { file } = error.details;
  return typeof file === "string" && file.startsWith(staging)
    ? new NitidoError(error.code, { ...error.details, file: output })
    : error;
}

const nothing = (item: number, output: string | null) =>
  ({
    event: "ended",
    item,
    output,
    notices: [],
    megapixels: 0,
    seconds: 0,
  }) satisfies Partial<Ended>;

/** Without the place in the program, which a ledger has no use for. */
export function errorOf(thrown: unknown): ErrorData {
  const { code, message, details } = toErrorData(thrown);
  return { code, message, details };
}
