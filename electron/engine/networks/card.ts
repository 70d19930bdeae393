/** The card of a network: what it is, what it was trained on, how it is fed, and what was measured. */
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import { readRegular, TEXT_BYTES } from "../../files/read-regular.ts";
import {
  integrity,
  modelAdapter,
  trainingReport,
} from "../../contract/schemas.ts";

const Card = v.looseObject({
  name: v.string(),
  /** Of the .onnx file, as 64 hexadecimal digits. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  licence: v.optional(v.string()),
  /** Of Nítido's own networks: the architecture, and the noise it was trained for. */
  network: v.optional(v.picklist(["fast", "best"])),
  noise: v.optional(v.picklist(["awgn", "photo", "own"])),
  parameters: v.optional(v.number()),
  /** Of the user's own models. */
  origin: v.optional(v.picklist(["imported", "trained"])),
  /** Of models that are not Nítido's: how they are fed. */
  adapter: v.optional(modelAdapter),
  integrity: v.optional(integrity),
  /** Of networks that were trained here: the camera, where there was one, and the noise, σ in 0..255 units. */
  camera: v.optional(v.string()),
  noiseRange: v.optional(v.object({ low: v.number(), high: v.number() })),
  /** Whether it beats what it was compared with. */
  report: v.optional(trainingReport),
});

export type Card = v.InferOutput<typeof Card>;

/** Where the card of a network's file is: beside it. */
export function cardPath(file: string): string {
  return file.replace(/\.onnx$/i, ".json");
}

/** The card beside a network's file; null where there is none. Throws MODEL_DAMAGED, naming the card. */
export async function readCard(file: string): Promise<Card | null> {
  const path = cardPath(file);
  const text = await readRegular(path, TEXT_BYTES).catch((error: unknown) => {
    if (error instanceof NitidoError && error.code === "FILE_NOT_FOUND")
      return null;
    throw new NitidoError("MODEL_DAMAGED", {
      model: path,
      reason: String(error),
    });
  });
  if (text === null) return null;
  try {
    return v.parse(Card, JSON.parse(text.toString("utf8")));
  } catch (error) {
    throw new NitidoError("MODEL_DAMAGED", {
      model: path,
      reason: String(error),
    });
  }
}
