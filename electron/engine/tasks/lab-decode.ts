/** The use case `labDecode`: codes in, or draws from the prior, and pictures out. */
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { choose, countOf, toBytes } from "../../../models/lab/pictures.ts";
import type { Pictures } from "../../../models/lab/batches.ts";
import { type Code, drawCodes } from "../../../models/lab/latent.ts";
import { sheet } from "../../../models/lab/sheet.ts";
import type { LabDecodeRequest } from "../../services/api-lab.ts";
import type { LabRun } from "../lab/run-folder.ts";
import { refuseNoPrior, withRun } from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import type { Task } from "./task.ts";

export const labDecode: Task<"labDecode"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const codes = request.codes
      ? given(run, request.codes)
      : sampled(run, request);
    const pictures = await coder.decode(codes);
    return {
      ...{ run: run.path, shape: pictures.shape, pictures: toBytes(pictures) },
      codes: codes.map((code) => [...code]),
      files: await written(pictures, request),
    };
  });

/** Throws LAB_UNSUITABLE, `codes`, where one is not of the run's number of units. */
function given(
  { facts: { latent } }: LabRun,
  codes: readonly (readonly number[])[],
): readonly Code[] {
  return codes.map((code) => {
    if (code.length !== latent || !code.every(Number.isFinite))
      throw new NitidoError("LAB_UNSUITABLE", {
        ...{ kind: "codes", latent, got: code.length },
      });
    return Float32Array.from(code);
  });
}

function sampled(run: LabRun, { count, seed }: LabDecodeRequest) {
  refuseNoPrior(run);
  return drawCodes(count, run.facts.latent, seed);
}

async function written(
  pictures: Pictures,
  { out, overwrite }: LabDecodeRequest,
): Promise<readonly string[]> {
  if (!out) return [];
  if (out.kind === "sheet") {
    await writePicture(sheet(pictures, out.columns), out.file, overwrite);
    return [out.file];
  }
  const files: string[] = [];
  const count = countOf(pictures);
  const digits = String(count - 1).length;
  for (let n = 0; n < count; n++) {
    const name = `${String(n).padStart(digits, "0")}.png`;
    const file = join(out.folder, name);
    await writePicture(sheet(choose(pictures, [n]), 1), file, overwrite);
    files.push(file);
  }
  return files;
}
