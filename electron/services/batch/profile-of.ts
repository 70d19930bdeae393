/** Which camera profile decides what becomes of a photograph, by its header alone. */
import {
  type CameraProfile,
  profileFor,
} from "../../../models/noise/camera-profiles.ts";
import { formatOf, inspectImage } from "../../codecs/decode.ts";
import { exifOfFile } from "../../codecs/exif-of-file.ts";
import { settingIn } from "../../engine/images/camera-setting.ts";

/** What a profile says of the noise. */
export type ProfileContent = Pick<
  CameraProfile,
  "a" | "b" | "correlation" | "correlated"
>;

/** Undefined where none fits, or the file cannot be read. */
export async function profileOf(
  path: string,
  profiles: readonly CameraProfile[],
): Promise<ProfileContent | undefined> {
  if (profiles.length === 0) return undefined;
  try {
    const format = await formatOf(path);
    // The headers of some formats take a while.
    if (!profiles.some((profile) => profile.format === format))
      return undefined;
    const exif = await exifOfFile(path, format);
    const size = await inspectImage(path);
    const setting = exif && (await settingIn(exif, size, format));
    const profile = setting && profileFor(profiles, setting);
    if (!profile) return undefined;
    const { a, b, correlation, correlated } = profile;
    return { a, b, correlation, correlated };
  } catch {
    return undefined;
  }
}
