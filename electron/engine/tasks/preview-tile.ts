/** The use case `previewTile`: one tile of an open image for the screen, noisy and as far as it is denoised. */
import { NitidoError } from "../../../models/errors.ts";
import { packTile } from "../../../models/inference/preview-tile.ts";
import { cutTile } from "../images/cut-tile.ts";
import type { Task } from "./task.ts";

export const previewTile: Task<"previewTile"> = async (request, { images }) => {
  const cut = await cutTile(images.get(request.id), request);
  if (!cut) throw new NitidoError("USAGE", { kind: "parameter" });
  const { tile, revision, final } = cut;
  return { bytes: packTile(tile), revision, complete: final };
};
