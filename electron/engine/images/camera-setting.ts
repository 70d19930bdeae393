/** What a photograph was taken with, as camera profiles tell photographs apart. */
import type { CameraSetting } from "../../../models/noise/camera-profiles.ts";
import type { ReadableFormat } from "../../codecs/codec.ts";
import { shotOf } from "../../codecs/metadata/shot.ts";

/** Undefined where EXIF does not name camera and ISO. */
export async function settingIn(
  exif: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  format: ReadableFormat,
): Promise<CameraSetting | undefined> {
  const { camera, iso } = await shotOf(exif);
  if (camera === undefined || !iso) return undefined;
  const size = [Math.max(width, height), Math.min(width, height)] as const;
  return { camera, iso, size, format };
}
