/** What a batch will take, before it is begun: time at the speed that was measured, and room on the disk. */
import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { fileBytes } from "../../codecs/file-bytes.ts";
import { depthIn, formatOfName, FORMATS } from "../../codecs/formats.ts";
import type {
  ModelItem,
  SaveEstimate,
  SaveRules,
  Settings,
} from "../../contract/values.ts";
import type { SaveSource } from "./names.ts";

/** Where nothing is known of a photograph. */
const USUAL_MEGAPIXELS = 12;

/** `speed`: megapixels a second of a model here, where it was measured. */
export async function estimateSave(
  sources: readonly SaveSource[],
  { format, bitDepth, folder, quality }: SaveRules,
  speed: (model: string) => number | undefined,
): Promise<SaveEstimate> {
  let [megapixels, bytes, seconds] = [0, 0, 0];
  let isMeasured = true;
  for (const source of sources) {
    const size = source.megapixels ?? USUAL_MEGAPIXELS;
    const original = formatOfName(source.name);
    const kept = original ? FORMATS[original].savedAs : "tiff";
    const written = format === "keep" ? kept : format;
    // What the original has is known only once it has been read.
    const depth = depthIn(written, bitDepth === "keep" ? 8 : bitDepth);
    const shape = { width: size * 1e6, height: 1, channels: 3 } as const;
    megapixels += size;
    bytes += fileBytes({ ...shape, bitDepth: depth === 8 ? 8 : 16 }, written, {
      quality,
    });
    const rate = speed(source.settings.model);
    if (rate === undefined) isMeasured = false;
    else seconds += size / rate;
  }
  const target = folder ?? sources[0]?.home ?? null;
  return {
    images: sources.length,
    megapixels,
    seconds: isMeasured ? seconds : null,
    bytes: Math.round(bytes),
    free: target === null ? null : await freeIn(target),
  };
}

/** Megapixels a second of the models that were measured; of `auto`, those of what photographs mostly get. */
export function speedsOf(
  models: readonly Pick<ModelItem, "name" | "mpxPerSecond">[],
  { models: defaults }: Pick<Settings, "models">,
): ReadonlyMap<string, number> {
  const speeds = new Map<string, number>();
  for (const { name, mpxPerSecond } of models)
    if (mpxPerSecond !== undefined) {
      speeds.set(name, mpxPerSecond);
      if (name === defaults.correlated) speeds.set("auto", mpxPerSecond);
    }
  return speeds;
}

/** Of the folder, or of the nearest above it that is there; null where the system does not say. */
async function freeIn(folder: string): Promise<number | null> {
  const isThere = await stat(folder).catch(() => undefined);
  if (!isThere && dirname(folder) !== folder) return freeIn(dirname(folder));
  const disk = await statfs(folder).catch(() => undefined);
  return disk ? disk.bavail * disk.bsize : null;
}
