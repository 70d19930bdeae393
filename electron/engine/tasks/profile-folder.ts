/** The use case `profileFolder`: measures the noise of cameras on a folder of their photographs, and keeps it. */
import { setImmediate } from "node:timers/promises";
import { NitidoError } from "../../../models/errors.ts";
import {
  FEWEST_SHOTS,
  isTelling,
  type ProfileShot,
  profilesOf,
  settingKey,
  shotOf,
} from "../../../models/noise/camera-profiles.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { decodeImage, inspectImage } from "../../codecs/decode.ts";
import { exifOfFile } from "../../codecs/exif-of-file.ts";
import { keepProfile } from "../../files/camera-profiles.ts";
import { expandInputs } from "../../services/inputs.ts";
import { settingIn } from "../images/camera-setting.ts";
import { settingOf } from "../images/image-noise.ts";
import type { Task } from "./task.ts";

/** Photographs of each setting that are measured, spread over the folder. */
const MEASURED = 24;
const PROGRESS_MS = 100;

export const profileFolder: Task<"profileFolder"> = async (
  { folder },
  { progress, signal },
) => {
  const found = await expandInputs([folder], true);
  for (const { path, error } of found)
    if (error && path === folder) throw error;
  let told = -Infinity;
  const tell = async (
    what: "reading" | "measuring",
    done: number,
    of: number,
  ): Promise<void> => {
    signal.throwIfAborted();
    if (performance.now() - told < PROGRESS_MS) return;
    told = performance.now();
    progress({ kind: "profiling", what, done, of });
    await setImmediate();
  };

  const groups = new Map<string, string[]>();
  let anonymous = 0;
  for (const [done, { path }] of found.entries()) {
    await tell("reading", done, found.length);
    const key = await keyOf(path);
    if (key === undefined) anonymous++;
    else groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  const large = [...groups.values()].filter(
    ({ length }) => length >= FEWEST_SHOTS,
  );
  const chosen = large.flatMap((paths) => spread(paths, MEASURED));
  const shots: ProfileShot[] = [];
  for (const [done, path] of chosen.entries()) {
    await tell("measuring", done, chosen.length);
    const shot = await measured(path);
    if (shot && isTelling(shot)) shots.push(shot);
  }
  const profiles = profilesOf(shots);
  if (profiles.length === 0)
    throw new NitidoError("DATA_UNSUITABLE", {
      file: folder,
      kind: large.length > 0 ? "camerasDark" : "cameras",
    });
  for (const profile of profiles) await keepProfile(profile);
  const grouped = large.reduce((sum, { length }) => sum + length, 0);
  return { profiles, anonymous, few: found.length - anonymous - grouped };
};

/** Which setting a file was taken with, by its header alone; undefined where it does not say. */
async function keyOf(path: string): Promise<string | undefined> {
  try {
    const { format, width, height } = await inspectImage(path);
    const exif = await exifOfFile(path, format);
    const setting = exif && (await settingIn(exif, { width, height }, format));
    return setting && settingKey(setting);
  } catch {
    return undefined;
  }
}

async function measured(path: string): Promise<ProfileShot | undefined> {
  const decoded = await decodeImage(path).catch(() => undefined);
  const setting = decoded && (await settingOf(decoded));
  if (!setting) return undefined;
  return shotOf(decoded.image, estimateNoise(decoded.image), setting);
}

function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  const every = Math.max(1, items.length / count);
  const places = Math.min(count, items.length);
  return Array.from(
    { length: places },
    (_, i) => items[Math.floor(i * every)]!,
  );
}
