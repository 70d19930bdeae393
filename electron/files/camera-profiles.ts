/** The camera profiles that are kept: one JSON file each in the data folder. */
import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import {
  byCameraAndIso,
  type CameraProfile,
  type CameraSetting,
  settingKey,
} from "../../models/noise/camera-profiles.ts";
import { dataFolder } from "./data-folder.ts";
import { readRegular, TEXT_BYTES } from "./read-regular.ts";
import { ensureFolder } from "./safe-write.ts";
import { writeBytes } from "./write-bytes.ts";

const positive = v.pipe(v.number(), v.finite(), v.minValue(0));
const schema = v.object({
  camera: v.pipe(v.string(), v.minLength(1)),
  iso: v.pipe(v.number(), v.minValue(1)),
  size: v.tuple([positive, positive]),
  format: v.string(),
  photographs: positive,
  a: positive,
  b: positive,
  correlation: positive,
  correlated: v.boolean(),
}) satisfies v.GenericSchema<CameraProfile>;

const EXTENSION = ".json";

export interface KeptProfile {
  /** Names it for removal. */
  readonly id: string;
  readonly profile: CameraProfile;
}

export function profilesFolder(): string {
  return join(dataFolder(), "profiles");
}

/** By camera, then by ISO. What is damaged is left out: a profile can be made again. */
export async function readProfiles(): Promise<readonly KeptProfile[]> {
  const folder = profilesFolder();
  const names = await readdir(folder).catch(() => []);
  const kept: KeptProfile[] = [];
  for (const name of names.filter((one) => one.endsWith(EXTENSION)))
    try {
      const text = await readRegular(join(folder, name), TEXT_BYTES);
      const profile = v.parse(schema, JSON.parse(text.toString("utf8")));
      kept.push({ id: name.slice(0, -EXTENSION.length), profile });
    } catch {
      continue;
    }
  return kept.sort((one, other) => byCameraAndIso(one.profile, other.profile));
}

/** Replaces the one of the same setting. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
export async function keepProfile(profile: CameraProfile): Promise<void> {
  const folder = profilesFolder();
  await ensureFolder(folder);
  const text = `${JSON.stringify(profile, null, 2)}\n`;
  const file = join(folder, `${idOf(profile)}${EXTENSION}`);
  await writeBytes(file, Buffer.from(text), true);
}

/** One that is not there is removed already. */
export async function removeProfile(id: string): Promise<void> {
  const known = (await readProfiles()).some((one) => one.id === id);
  if (known) await rm(join(profilesFolder(), `${id}${EXTENSION}`));
}

/** Names of cameras are no names of files. */
function idOf(setting: CameraSetting): string {
  const { camera, iso } = setting;
  const plain = camera.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const rest = createHash("sha256").update(settingKey(setting)).digest("hex");
  return `${plain}-iso${String(iso)}-${rest.slice(0, 8)}`;
}
