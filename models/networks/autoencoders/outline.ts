/** An autoencoder as a list of layers with their sizes, as diagrams show it. */
import type { ParameterSpec } from "../network.ts";
import { autoencoderSpecs } from "./autoencoder.ts";
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
  const specs = autoencoderSpecs(buildAutoencoder(choice));
  const layers: OutlineLayer[] = [
    { part: "input", shape: picture, parameters: 0 },
  ];
  let shape: readonly number[] = picture;
  let deepest = shape;
  for (const { name, width, convolution, parameters } of grouped(
    specs.encoder,
  )) {
    if (name === "encoder.spread") {
      const code = layers.pop()!;
      layers.push({ ...code, parameters: code.parameters + parameters });
      continue;
    }
    if (convolution) shape = deepest = scaled(shape, width, 1 / 2);
    else shape = [width];
    const part = name === "encoder.code" ? "code" : "encoder";
    layers.push({ part, shape, parameters });
  }
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
      parameters: own.reduce(
        (sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1),
        0,
      ),
    };
  });
}

const layerOf = (name: string): string => name.replace(/\.[^.]*$/, "");
