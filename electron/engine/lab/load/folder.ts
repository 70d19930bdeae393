/** Pictures from a folder, entered in full, whose first folder inside it is a picture's class; or one file. */
import { basename, join } from "node:path";
import { toPlanes } from "../../../../models/image/image.ts";
import { decodeImage } from "../../../codecs/decode.ts";
import { expandInputs } from "../../../services/inputs.ts";
import type { Source } from "./source.ts";

/** Large enough to see what is shown, small enough to learn it in minutes. */
const EDGE = 32;

/** Throws FILE_NOT_FOUND or FILE_UNREADABLE for the path itself. */
export async function folderSource(path: string): Promise<Source> {
  const files = await expandInputs([path], true);
  const failed = files.flatMap(({ path, error }) =>
    error ? [{ file: path, error }] : [],
  );
  if (files.length === failed.length && failed[0]) throw failed[0].error;
  return {
    shape: [3, EDGE, EDGE],
    failed,
    pictures: files
      .filter(({ error }) => !error)
      .map(({ path: file, folder: inside }) => {
        const [label = ""] = inside.split(/[/\\]/);
        return {
          name: join(inside, basename(file)),
          file,
          label: label === "" ? null : label,
          read: async () => toPlanes((await decodeImage(file)).image),
        };
      }),
  };
}
