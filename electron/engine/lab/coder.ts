/** A trained encoder and decoder at work, on any number of pictures. */
import { invariant } from "../../../models/errors.ts";
import type { Pictures } from "../../../models/lab/batches.ts";
import type { Code } from "../../../models/lab/latent.ts";
import { sizeOfPicture } from "../../../models/lab/pictures.ts";
import type {
  Autoencoder,
  PictureShape,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import type { Weight } from "../../../models/networks/network.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { isHeld, type TensorLike } from "../tensors.ts";
import { exportDecoder, exportEncoder } from "./export.ts";

/** Pictures at a time. */
const BATCH = 250;

/** ONNX files. */
export interface CoderModels {
  readonly encoder: Uint8Array;
  readonly decoder: Uint8Array;
}

export interface Coder {
  encode(pictures: Pictures): Promise<readonly Code[]>;
  decode(codes: readonly Code[]): Promise<Pictures>;
  /** Encoded and decoded. */
  rebuild(pictures: Pictures): Promise<Pictures>;
  close(): Promise<void>;
}

export const coderModels = (
  autoencoder: Autoencoder,
  weight: Weight,
  metadata: Readonly<Record<string, string>> = {},
): CoderModels => ({
  encoder: exportEncoder(autoencoder, weight, metadata),
  decoder: exportDecoder(autoencoder, weight, metadata),
});

/** Throws what `Compute.open` does. */
export async function openCoder(
  compute: Compute,
  models: CoderModels,
  shape: PictureShape,
  device: DeviceId,
): Promise<Coder> {
  const encoder = await compute.open(models.encoder, { device });
  const decoder = await compute
    .open(models.decoder, { device })
    .catch(async (error: unknown) => {
      await compute.close(encoder);
      throw error;
    });
  const size = sizeOfPicture(shape);

  const coder: Coder = {
    encode: (pictures) => rowsFor(compute, encoder, pictures, "codes"),

    async decode(codes) {
      const data = new Float32Array(codes.length * size);
      for (let at = 0; at < codes.length; at += BATCH) {
        const part = codes.slice(at, at + BATCH);
        const latent = part[0]?.length ?? 0;
        const packed = new Float32Array(part.length * latent);
        part.forEach((code, i) => packed.set(code, i * latent));
        const results = await compute.run(decoder, {
          codes: { dims: [part.length, latent], data: packed },
        });
        data.set(valuesOf(results["pictures"]).data, at * size);
      }
      return { shape, data };
    },

    rebuild: async (pictures) => coder.decode(await coder.encode(pictures)),

    async close() {
      await compute.close(encoder);
      await compute.close(decoder);
    },
  };
  return coder;
}

/** What a session that takes `pictures` gives as `output`: a row for each. */
export async function rowsFor(
  compute: Compute,
  session: number,
  { shape, data: all }: Pictures,
  output: string,
): Promise<readonly Float32Array[]> {
  const size = sizeOfPicture(shape);
  const rows: Float32Array[] = [];
  for (let at = 0; at < all.length; at += BATCH * size) {
    const data = all.slice(at, at + BATCH * size);
    const dims = [data.length / size, ...shape];
    const results = await compute.run(session, { pictures: { dims, data } });
    rows.push(...rowsOf(valuesOf(results[output])));
  }
  return rows;
}

function valuesOf(
  tensor: Parameters<typeof isHeld>[0] | undefined,
): TensorLike {
  invariant(tensor && !isHeld(tensor), "results of the lab are values");
  return tensor;
}

function rowsOf({
  dims: [rows = 0, columns = 0],
  data,
}: TensorLike): Float32Array[] {
  return Array.from({ length: rows }, (_, i) =>
    data.slice(i * columns, (i + 1) * columns),
  );
}
