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
  const { kind: network, latent, picture: shape } = choice;
  await finishLabRun(run, weights, models, {
    ...{ version: 1, network, latent, shape, source: "digits", without: [] },
    ...{ device: "cpu", parameters: 0, training: 0, heldOut: 0 },
    ...{ steps: 1, seconds: 1, loss: 1 },
    figures: {
      error: 1,
      variance: 1,
      shuffledError: 1,
      couldCopy: false,
      pca: [],
    },
  });
  return { run, recipe, weights };
}
