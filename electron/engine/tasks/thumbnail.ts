/** The use case `thumbnail`: a small JPEG of an image file. */
import { readThumbnail } from "../../codecs/thumbnail.ts";
import type { Task } from "./task.ts";

export const thumbnail: Task<"thumbnail"> = ({ path, edge, part }) =>
  readThumbnail(path, edge, part);
