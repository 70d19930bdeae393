/** Checkpoints: the whole state of a training in the safetensors format, which other tools can read too. */
import { NitidoError } from "../errors.ts";
import type { Recipe } from "./recipe.ts";
import { STATE, type StateName } from "./step.ts";

/** The state tensors after `step` steps: what a resumed training needs to go on exactly. */
export interface Checkpoint {
  readonly step: number;
  readonly recipe: Recipe;
  readonly state: Readonly<Record<StateName, Float32Array>>;
}

/** Header: its length (u64, little-endian), then JSON with each tensor's type, shape and byte range; then the data. */
export function encodeCheckpoint({
  step,
  recipe,
  state,
}: Checkpoint): Uint8Array {
  let end = 0;
  const entries = STATE.map((name) => {
    const start = end;
    end += state[name].byteLength;
    return [
      name,
      { dtype: "F32", shape: [state[name].length], data_offsets: [start, end] },
    ] as const;
  });
  const metadata = { step: String(step), recipe: JSON.stringify(recipe) };
  const json = asciiJson({
    __metadata__: metadata,
    ...Object.fromEntries(entries),
  });
  const header = json + " ".repeat(-json.length & 7);
  const bytes = new Uint8Array(8 + header.length + end);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  for (let i = 0; i < header.length; i++) bytes[8 + i] = header.charCodeAt(i);
  let offset = 8 + header.length;
  for (const name of STATE) {
    const { buffer, byteOffset, byteLength } = state[name];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

/** Throws CHECKPOINT_DAMAGED, with `file` in its details, when the bytes are not a whole checkpoint. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = view.getUint32(0, true);
    const json = String.fromCharCode(...bytes.subarray(8, 8 + length));
    const header = JSON.parse(json) as Header;
    const state = Object.fromEntries(
      STATE.map((name) => {
        const {
          shape,
          data_offsets: [start, end],
        } = header[name];
        const from = 8 + length + start;
        // A copy with a buffer of its own; `slice` would not be one for Node's Buffers.
        const copy = new Uint8Array(bytes.subarray(from, 8 + length + end));
        if (copy.byteLength !== 4 * shape[0]) throw new RangeError("cut short");
        return [name, new Float32Array(copy.buffer)];
      }),
    ) as Record<StateName, Float32Array>;
    const { step, recipe } = header.__metadata__;
    return { step: Number(step), recipe: JSON.parse(recipe) as Recipe, state };
  } catch (error) {
    throw new NitidoError("CHECKPOINT_DAMAGED", {
      file,
      reason: String(error),
    });
  }
}

type Header = Record<
  StateName,
  { readonly shape: [number]; readonly data_offsets: [number, number] }
> & {
  readonly __metadata__: { readonly step: string; readonly recipe: string };
};

/** JSON in which every character is one byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
