/** The use case `labCollect`: pictures that were found are copied or moved into a folder of their own. */
import { stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { choose } from "../../../models/lab/pictures.ts";
import { sheet } from "../../../models/lab/sheet.ts";
import { toErrorData } from "../../contract/error-data.ts";
import { copySafely, removeCopied } from "../../files/copy.ts";
import { requireRoom } from "../../files/room.ts";
import { ensureFolder } from "../../files/safe-write.ts";
import type { LabCollectRequest } from "../../services/api-lab-uses.ts";
import { numbered, plainFolder, plainName } from "../../services/file-name.ts";
import type { LabPictures } from "../lab/load/load.ts";
import { openLabRun } from "../lab/run-folder.ts";
import { picturesFor } from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import type { Task } from "./task.ts";

export const labCollect: Task<"labCollect"> = async (request, context) => {
  const { how, folder, pictures } = request;
  const { progress, signal } = context;
  const run = await openLabRun(request.run);
  const all = await picturesFor(run, request.source, context);
  const wanted = numbersOf(all, pictures);
  if (how === "move" && wanted.some((n) => all.files[n] === null))
    throw new NitidoError("LAB_UNSUITABLE", { kind: "unmovable" });
  if (wanted.some((n) => isInside(all, n, request)))
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "insideSource", folder },
    });
  await ensureFolder(folder);
  await requireRoom(folder, await sizeOf(all, wanted), folder);

  const files: { picture: string; file: string }[] = [];
  const failed: { picture: string; error: ReturnType<typeof toErrorData> }[] =
    [];
  for (const [done, n] of wanted.entries()) {
    progress({ kind: "collecting", done, of: wanted.length });
    signal.throwIfAborted();
    const picture = all.names[n]!;
    try {
      files.push({ picture, file: await collected(all, n, request) });
    } catch (error) {
      if (!(error instanceof NitidoError)) throw error;
      failed.push({ picture, error: toErrorData(error) });
    }
  }
  if (how === "move") context.lab.forget(request.source);
  return { how, folder, files, failed };
};

/** The file that one of them is in now. */
async function collected(
  all: LabPictures,
  n: number,
  { how, folder }: LabCollectRequest,
): Promise<string> {
  const [name, original] = [all.names[n]!, all.files[n] ?? null];
  const inside = join(folder, plainFolder(dirname(name)));
  await ensureFolder(inside, folder);
  const plain = plainName(name.split(/[/\\]/).at(-1) ?? name);
  if (original === null) {
    const image = sheet(choose(all.pictures, [n]), 1);
    return atFreeName(join(inside, `${plain}.png`), (target) =>
      writePicture(image, target, false),
    );
  }
  const file = await atFreeName(join(inside, plain), (target) =>
    copySafely(original, target),
  );
  if (how === "move") await removeCopied(original, file);
  return file;
}

/** Writes under this name or, where it is taken, the next number's. */
async function atFreeName(
  path: string,
  write: (target: string) => Promise<void>,
): Promise<string> {
  for (let number = 1; ; number++) {
    const target = number === 1 ? path : numbered(path, number);
    try {
      await write(target);
      return target;
    } catch (error) {
      const taken =
        error instanceof NitidoError && error.code === "OUTPUT_EXISTS";
      if (!taken) throw error;
    }
  }
}

/** In a folder of the source, they would be found again as pictures of their own. */
function isInside(
  { files }: LabPictures,
  n: number,
  { source, folder }: LabCollectRequest,
): boolean {
  if (files[n] === null) return false;
  const way = relative(resolve(source), resolve(folder));
  return !isAbsolute(way) && way.split(sep)[0] !== "..";
}

/** In bytes; what is no file yet is small. */
async function sizeOf(
  { files }: LabPictures,
  wanted: readonly number[],
): Promise<number> {
  let bytes = 0;
  for (const n of wanted) {
    const file = files[n];
    if (typeof file === "string")
      bytes += (await stat(file).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

/** What is there no more is left out. */
function numbersOf(
  { names }: LabPictures,
  wanted: readonly string[],
): readonly number[] {
  const places = new Map(names.map((name, n) => [name, n]));
  return wanted.flatMap((name) => places.get(name) ?? []);
}
