/** Reads a source of pictures: all of one shape, with their names and classes, and a note of what was not as wished. */
import { stat } from "node:fs/promises";
import { NitidoError } from "../../../../models/errors.ts";
import type { Pictures } from "../../../../models/lab/batches.ts";
import { sizeOfPicture } from "../../../../models/lab/pictures.ts";
import type { PictureShape } from "../../../../models/networks/autoencoders/autoencoder.ts";
import { toErrorData } from "../../../contract/error-data.ts";
import { inputError } from "../../../files/file-errors.ts";
import type {
  LabReading,
  LabReadingProgress,
} from "../../../services/api-lab.ts";
import type { ErrorData } from "../../../services/api.ts";
import { drawnSource, isDrawn } from "./drawn-set.ts";
import { type Fitted, fit } from "./fit.ts";
import { folderSource } from "./folder.ts";
import { idxSource, looksLikeIdx } from "./idx-file.ts";
import type { Source, SourcePicture } from "./source.ts";

export interface LabPictures {
  readonly pictures: Pictures;
  readonly names: readonly string[];
  readonly labels: readonly (string | null)[];
  /** Of those that are files of their own. */
  readonly files: readonly (string | null)[];
  readonly reading: LabReading;
}

/** A shape, or what is known of it; null: as the source suggests. */
export interface WantedShape {
  readonly channels: number | null;
  readonly height: number | null;
  readonly width: number | null;
}

export interface LoadPorts {
  readonly progress: (progress: LabReadingProgress) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds between reports. */
const OFTEN = 100;
const LISTED = 100;

/** Throws FILE_NOT_FOUND, FILE_UNREADABLE, FILE_DAMAGED, FORMAT_UNSUPPORTED for the source itself. */
export async function loadPictures(
  path: string,
  wanted: WantedShape,
  ports: LoadPorts,
): Promise<LabPictures> {
  const source = await openSource(path, wanted, ports.signal);
  const shape: PictureShape = [
    wanted.channels ?? source.shape[0],
    wanted.height ?? source.shape[1],
    wanted.width ?? source.shape[2],
  ];
  const { kept, small, failed } = await readAll(source, shape, ports);
  const size = sizeOfPicture(shape);
  const data = new Float32Array(kept.length * size);
  kept.forEach((picture, i) => data.set(picture.data, i * size));
  const labels = kept.map(({ label }) => label);
  const classes = new Set(labels.filter((label) => label !== null));
  return {
    pictures: { shape, data },
    names: kept.map(({ name }) => name),
    labels,
    files: kept.map(({ file }) => file),
    reading: {
      pictures: kept.length,
      cropped: kept.filter(({ cropped }) => cropped).length,
      ...{ small, unreadable: failed.length },
      failed: failed.slice(0, LISTED),
      classes: classes.size > 0 ? [...classes].sort() : null,
    },
  };
}

async function openSource(
  path: string,
  { height }: WantedShape,
  signal: AbortSignal,
): Promise<Source> {
  if (isDrawn(path)) return drawnSource(path, height, signal);
  const status = await stat(path).catch((error: unknown) => {
    throw inputError(error, path);
  });
  if (status.isDirectory()) return folderSource(path);
  return looksLikeIdx(path) ? idxSource(path) : folderSource(path);
}

type Kept = Fitted & Omit<SourcePicture, "read">;

async function readAll(
  source: Source,
  shape: PictureShape,
  { progress, signal }: LoadPorts,
): Promise<{
  kept: Kept[];
  small: number;
  failed: { file: string; error: ErrorData }[];
}> {
  const of = source.pictures.length;
  const kept: Kept[] = [];
  const failed = source.failed.map(({ file, error }) => ({
    file,
    error: toErrorData(error),
  }));
  let small = 0;
  let told = performance.now();
  for (const [done, { read, ...known }] of source.pictures.entries()) {
    signal.throwIfAborted();
    if (performance.now() - told > OFTEN) {
      told = performance.now();
      progress({ kind: "reading", done, of });
      // Pictures that are in memory are read without a pause in which anybody else could work.
      await new Promise((resolve) => setImmediate(resolve));
    }
    try {
      const fitted = fit(await read(), shape);
      if (fitted) kept.push({ ...fitted, ...known });
      else small++;
    } catch (error) {
      if (!(error instanceof NitidoError)) throw error;
      failed.push({ file: known.name, error: toErrorData(error) });
    }
  }
  return { kept, small, failed };
}
