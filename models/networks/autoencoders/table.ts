/** The table of autoencoders, the sizes that each begins with, and what can be wrong with a choice of sizes. */
import { NitidoError } from "../../errors.ts";
import type { Autoencoder, PictureShape } from "./autoencoder.ts";
import { convolutionalAutoencoder, type Enlargement } from "./convolutional.ts";
import { denseAutoencoder } from "./dense.ts";
import { unetAutoencoder } from "./unet.ts";

/** An autoencoder to be built: all that its weights' shapes follow from. */
export interface AutoencoderChoice {
  readonly kind: AutoencoderKind;
  readonly picture: PictureShape;
  readonly latent: number;
  /** Units, or channels, of the layers between picture and code; null: those of the table. */
  readonly widths: readonly number[] | null;
  readonly enlargement: Enlargement;
}

interface Kind {
  readonly widths: (picture: PictureShape) => readonly number[];
  readonly build: (
    choice: AutoencoderChoice,
    widths: readonly number[],
  ) => Autoencoder;
}

const dense =
  (variational: boolean): Kind["build"] =>
  ({ picture, latent }, hidden) =>
    denseAutoencoder({ picture, latent, hidden, variational });

const convolutional =
  (variational: boolean): Kind["build"] =>
  ({ picture, latent, enlargement }, channels) =>
    convolutionalAutoencoder({
      ...{ picture, latent, channels, enlargement, variational },
    });

export const autoencoders = {
  /** One fully connected hidden layer, which is the code. */
  dense: { widths: () => [], build: dense(false) },
  /** Several layers, the decoder mirroring the encoder. */
  deep: { widths: () => [512, 128], build: dense(false) },
  /** Convolutions on ever coarser grids. */
  conv: { widths: levels, build: convolutional(false) },
  /** Codes are distributions: pictures can be drawn from them. */
  vae: { widths: () => [512, 256], build: dense(true) },
  "conv-vae": { widths: levels, build: convolutional(true) },
  /** The way down of the denoiser `fast`, then a code. */
  unet: {
    widths: levels,
    build: ({ picture, latent, enlargement }, channels) =>
      unetAutoencoder({
        ...{ picture, latent, channels, enlargement, variational: false },
      }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type AutoencoderKind = keyof typeof autoencoders;
export const AUTOENCODER_KINDS = Object.keys(autoencoders) as AutoencoderKind[];

/** As many halvings as the extents allow, three at most. */
function levels([, height, width]: PictureShape): readonly number[] {
  const all = [32, 64, 128];
  const divides = (count: number) =>
    [height, width].every((extent) => extent % 2 ** count === 0);
  return all.filter((_, i) => divides(i + 1));
}

/**
 * Throws LAB_UNSUITABLE: `latent` when the code is not smaller than the picture, `widths` when a
 * layer has no units, `levels` when the picture cannot be halved as often as there are levels.
 */
export function buildAutoencoder(choice: AutoencoderChoice): Autoencoder {
  const { kind, picture, latent } = choice;
  const [, height, width] = picture;
  const size = picture.reduce((product, extent) => product * extent, 1);
  if (latent >= size)
    throw new NitidoError("LAB_UNSUITABLE", { kind: "latent", latent, size });
  const widths = choice.widths ?? autoencoders[kind].widths(picture);
  if (widths.some((units) => !Number.isInteger(units) || units < 1))
    throw new NitidoError("LAB_UNSUITABLE", { kind: "widths" });
  const stride = 2 ** widths.length;
  const halves = autoencoders[kind].widths === levels;
  if (halves && (height % stride !== 0 || width % stride !== 0))
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "levels", levels: widths.length, stride },
      ...{ height, width },
    });
  return autoencoders[kind].build(choice, widths);
}
