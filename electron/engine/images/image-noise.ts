/** The noise that `auto` takes an image to have: its camera's, where there is a profile, else what is measured. */
import {
  type CameraSetting,
  estimateBy,
  profileFor,
} from "../../../models/noise/camera-profiles.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";
import type { ImageSource } from "../../../models/image/regions.ts";
import type { Decoded } from "../../codecs/codec.ts";
import { readProfiles } from "../../files/camera-profiles.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import { settingIn } from "./camera-setting.ts";

type Photograph = Pick<Decoded<ImageSource>, "image" | "format" | "metadata">;

/** `setting` is what `settingOf` says of it. Rejects as `NoiseMeter.measure` does. */
export async function noiseTakenWith(
  setting: CameraSetting | undefined,
  image: ImageSource,
  meter: NoiseMeter,
  signal: AbortSignal,
): Promise<NoiseEstimate> {
  const profiles = setting ? await readProfiles() : [];
  const profile =
    setting &&
    profileFor(
      profiles.map((kept) => kept.profile),
      setting,
    );
  return profile ? estimateBy(profile, image) : meter.measure(image, signal);
}

/** Rejects as `NoiseMeter.measure` does. */
export async function imageNoise(
  decoded: Photograph,
  meter: NoiseMeter,
  signal: AbortSignal,
): Promise<NoiseEstimate> {
  const setting = await settingOf(decoded);
  return noiseTakenWith(setting, decoded.image, meter, signal);
}

/** Undefined where EXIF does not name camera and ISO. */
export async function settingOf({
  image,
  format,
  metadata: { exif },
}: Photograph): Promise<CameraSetting | undefined> {
  return exif && settingIn(exif, image, format);
}
