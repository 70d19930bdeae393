/** The card of a network: what it is, what it was trained on, and what was measured. */
import * as v from "valibot";

const Card = v.looseObject({
  name: v.string(),
  network: v.picklist(["fast", "best"]),
  noise: v.picklist(["awgn", "photo"]),
  /** Of the .onnx file, as 64 hexadecimal digits. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  parameters: v.number(),
});

export type Card = v.InferOutput<typeof Card>;

/** Where the card of a network's file is: beside it. */
export function cardPath(file: string): string {
  return file.replace(/\.onnx$/i, ".json");
}

/** Throws when the text is no card. */
export function parseCard(text: string): Card {
  return v.parse(Card, JSON.parse(text));
}
