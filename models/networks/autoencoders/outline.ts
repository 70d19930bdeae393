/** An autoencoder as a list of layers with their sizes, as diagrams show it. */
import { sizeOf } from "../../graph/tensor.ts";
import type { ParameterSpec } from "../network.ts";
import { autoencoderSpecs, pictureInput, weightsAsked } from "./autoencoder.ts";
import { type AutoencoderChoice, buildAutoencoder } from "./table.ts";

export interface OutlineLayer {
  readonly part: "input" | "encoder" | "code" | "decoder" | "output";
  /** What comes out: units, or channels, height and width. */
  readonly shape: readonly number[];
  /** Weights and biases that lead to it; for a variational code those of means and variances. */
  readonly parameters: number;
}

/** From the picture over the code to the picture. Throws as `buildAutoencoder`. */
export function outline(choice: AutoencoderChoice): readonly OutlineLayer[] {
  const { picture } = choice;
  const autoencoder = buildAutoencoder(choice);
  const layers: OutlineLayer[] = [
    { part: "input", shape: picture, parameters: 0 },
  ];
  let x = pictureInput(autoencoder, 1);
  let shape: readonly number[] = picture;
  let deepest = shape;
  for (const pair of autoencoder.pairs) {
    const below = x;
    const specs = weightsAsked((weight) => (x = pair.encode(below, weight)));
    deepest = shape;
    shape = x.shape.slice(1);
    layers.push({ part: "encoder", shape, parameters: sizeOfAll(specs) });
  }
  const specs = autoencoderSpecs(autoencoder);
  const code = layers.pop()!;
  const spread = specs.encoder.filter(
    ({ name }) => layerOf(name) === "encoder.spread",
  );
  const parameters = code.parameters + sizeOfAll(spread);
  layers.push({ ...code, part: "code", parameters });
  for (const { name, width, convolution, parameters } of grouped(
    specs.decoder,
  )) {
    const output = name === "decoder.0";
    if (output) shape = picture;
    else if (name === "decoder.code") shape = deepest;
    else shape = convolution ? scaled(shape, width, 2) : [width];
    layers.push({ part: output ? "output" : "decoder", shape, parameters });
  }
  return layers;
}

const scaled = (
  [, height = 0, width = 0]: readonly number[],
  channels: number,
  factor: number,
): readonly number[] => [channels, height * factor, width * factor];

/** Weight and bias of each layer together, in order. */
function grouped(specs: readonly ParameterSpec[]) {
  const names = [...new Set(specs.map(({ name }) => layerOf(name)))];
  return names.map((name) => {
    const own = specs.filter((spec) => layerOf(spec.name) === name);
    return {
      name,
      width: own.find(({ shape }) => shape.length === 1)?.shape[0] ?? 0,
      convolution: own.some(({ shape }) => shape.length === 4),
      parameters: sizeOfAll(own),
    };
  });
}

const sizeOfAll = (specs: readonly ParameterSpec[]): number =>
  specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

const layerOf = (name: string): string => name.replace(/\.[^.]*$/, "");
