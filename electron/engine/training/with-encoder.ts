/** A denoiser's first weights with an encoder that the lab has learnt from pictures alone (unsupervised pre-training). */
import { isDeepStrictEqual } from "node:util";
import { NitidoError } from "../../../models/errors.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import { sharedSpecs } from "../../../models/networks/autoencoders/unet.ts";
import type { Parameters } from "../../../models/networks/network.ts";
import { hasEnded, openLabRun, readLabWeights } from "../lab/run-folder.ts";

/**
 * Throws LAB_UNSUITABLE: `noRun` where `run` is no folder of a run that has ended, `notUnet` where
 * it is of another network, `greyRun`, `otherWidths` where its levels have other channels than the
 * denoiser's; and as `openLabRun`.
 */
export async function withEncoder(
  weights: Parameters,
  run: string,
): Promise<Parameters> {
  if (!(await hasEnded(run))) throw unsuitable("noRun", run);
  const { choice } = (await openLabRun(run)).recipe;
  if (choice.kind !== "unet")
    throw unsuitable("notUnet", run, { network: choice.kind });
  if (choice.picture[0] !== 3) throw unsuitable("greyRun", run);
  const specs = sharedSpecs(buildAutoencoder(choice));
  for (const { name, shape } of specs)
    if (!isDeepStrictEqual(weights.get(name)?.shape, shape))
      throw unsuitable("otherWidths", run);
  return new Map([...weights, ...(await readLabWeights(run, specs))]);
}

const unsuitable = (
  kind: string,
  folder: string,
  details: Readonly<Record<string, string>> = {},
): NitidoError =>
  new NitidoError("LAB_UNSUITABLE", { kind, folder, ...details });
