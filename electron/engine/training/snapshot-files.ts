/** The snapshots of a run: files of its folder, one for each. */
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import {
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
} from "../../../models/training/snapshot.ts";
import { ensureFolder } from "../../files/safe-write.ts";
import { writeBytes } from "../../files/write-bytes.ts";

const PATTERN = /^step-(\d+)\.safetensors$/;

/** Ascending; empty where the run has none. */
export async function snapshotSteps(run: string): Promise<number[]> {
  const names = await readdir(join(run, "snapshots")).catch(() => []);
  return names
    .flatMap((name) => PATTERN.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Completely or not at all; returns the file. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
export async function writeSnapshot(
  run: string,
  snapshot: Snapshot,
): Promise<string> {
  const file = snapshotFile(run, snapshot.step);
  await ensureFolder(join(run, "snapshots"));
  await writeBytes(file, encodeSnapshot(snapshot), true);
  return file;
}

/** Throws FILE_NOT_FOUND, CHECKPOINT_DAMAGED. */
export async function readSnapshot(
  run: string,
  step: number,
): Promise<Snapshot> {
  const file = snapshotFile(run, step);
  const bytes = await readFile(file).catch(() => {
    throw new NitidoError("FILE_NOT_FOUND", { file });
  });
  return decodeSnapshot(bytes, file);
}

/** Names a snapshot by what of its file changes with its content. Throws FILE_NOT_FOUND. */
export async function snapshotStamp(
  run: string,
  step: number,
): Promise<string> {
  const file = snapshotFile(run, step);
  const { mtimeMs } = await stat(file).catch(() => {
    throw new NitidoError("FILE_NOT_FOUND", { file });
  });
  return `${String(step)}:${String(mtimeMs)}`;
}

/** Those of steps that will be taken again, perhaps in another way. */
export async function dropSnapshotsAfter(
  run: string,
  step: number,
): Promise<void> {
  for (const each of await snapshotSteps(run))
    if (each > step) await rm(snapshotFile(run, each), { force: true });
}

function snapshotFile(run: string, step: number): string {
  const number = String(step).padStart(8, "0");
  return join(run, "snapshots", `step-${number}.safetensors`);
}
