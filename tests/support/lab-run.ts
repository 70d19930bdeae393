/** A run of the lab as if it had ended, with random weights and without its ONNX files. */
import {
  createLabRun,
  finishLabRun,
} from "../../electron/engine/lab/run-folder.ts";
import { labRecipe } from "../../models/lab/recipe.ts";
import { labSpecs } from "../../models/lab/step.ts";
import {
  type AutoencoderChoice,
  buildAutoencoder,
} from "../../models/networks/autoencoders/table.ts";
import { randomWeights } from "../../models/networks/network.ts";
import { Random } from "../../models/random.ts";

/** Of a `unet` on 16×16 colour pictures, but for what is changed. */
export async function labRunOf(
  run: string,
  changes: Partial<AutoencoderChoice> = {},
) {
  const choice: AutoencoderChoice = {
    ...{ kind: "unet", picture: [3, 16, 16], latent: 2, widths: null },
    ...{ enlargement: "nearest", ...changes },
  };
  const recipe = labRecipe(choice);
  const specs = labSpecs(buildAutoencoder(choice));
  const weights = randomWeights(specs, new Random(9));
  const models = { encoder: new Uint8Array(), decoder: new Uint8Array() };
  await createLabRun(run, recipe);
  await finishLabRun(run, weights, models, { version: 1 } as never);
  return { run, recipe, weights };
}
