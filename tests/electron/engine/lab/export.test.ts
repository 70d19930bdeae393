/** Exported encoders and decoders run on any number of pictures and compute what their graphs do. */
import { expect, test } from "vitest";
import {
  exportDecoder,
  exportEncoder,
} from "../../../../electron/engine/lab/export.ts";
import { evaluate } from "../../../../models/graph/evaluate.ts";
import { graph } from "../../../../models/graph/graph.ts";
import { labSpecs } from "../../../../models/lab/step.ts";
import {
  codeInput,
  decoded,
  pictureInput,
} from "../../../../models/networks/autoencoders/autoencoder.ts";
import {
  AUTOENCODER_KINDS,
  buildAutoencoder,
} from "../../../../models/networks/autoencoders/table.ts";
import {
  fixedWeights,
  randomWeights,
} from "../../../../models/networks/network.ts";
import { Random } from "../../../../models/random.ts";
import { openOnCpu, runOnce } from "../../../support/onnx.ts";

const run = runOnce(openOnCpu);

test.each(AUTOENCODER_KINDS)("%s", async (kind) => {
  const autoencoder = buildAutoencoder({
    ...{ kind, picture: [3, 8, 12], latent: 4, widths: null },
    enlargement: "transposed",
  });
  const random = new Random(5);
  const weight = fixedWeights(randomWeights(labSpecs(autoencoder), random));
  const encoder = exportEncoder(autoencoder, weight);
  const decoder = exportDecoder(autoencoder, weight);
  for (const batch of [1, 2, 5]) {
    const data = Float32Array.from({ length: batch * 288 }, () =>
      random.uniform(),
    );
    const pictures = { shape: [batch, 3, 8, 12], data };
    const expected = evaluate(
      graph({
        codes: autoencoder.encode(pictureInput(autoencoder, batch), weight)
          .mean,
      }),
      { pictures },
    )["codes"]!;
    const { codes } = await run(encoder, { pictures });
    expect(codes?.shape).toEqual([batch, 4]);
    expect(largestDifference(codes!.data, expected.data)).toBeLessThan(1e-4);

    const back = await run(decoder, { codes: codes! });
    const drawn = evaluate(
      graph({
        pictures: decoded(autoencoder, codeInput(autoencoder, batch), weight),
      }),
      { codes: codes! },
    )["pictures"]!;
    expect(back["pictures"]?.shape).toEqual([batch, 3, 8, 12]);
    expect(largestDifference(back["pictures"]!.data, drawn.data)).toBeLessThan(
      1e-4,
    );
  }
});

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b[i]!)),
    0,
  );
}
