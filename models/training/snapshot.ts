/** Snapshots: the network alone as it was after some steps, kept for good, to see pictures of how it learnt. */
import { NitidoError } from "../errors.ts";
import type { NetworkName } from "../networks/table.ts";
import { decodeTensors, encodeTensors } from "./safetensors.ts";

export interface Snapshot {
  /** Steps taken; 0 is the network that the training began with. */
  readonly step: number;
  readonly network: NetworkName;
  /** The moving average of the weights, a step's vector. */
  readonly weights: Float32Array;
}

/** Of the first steps, whose weights are hardly another network, none is kept. */
const FIRST = 10;
/** What a network learns in the second ten steps, it takes a thousand for later on. */
const PER_TENFOLD = 8;

/**
 * The first, then 10, 13, 18, 24, 32, 42, 56, 75, 100, 133 and so on. It follows from the step alone,
 * so that a run that is repeated or resumed has the same ones.
 */
export function isSnapshotStep(step: number): boolean {
  if (step < FIRST) return step === 0;
  const index = Math.round(PER_TENFOLD * Math.log10(step));
  return step === Math.round(10 ** (index / PER_TENFOLD));
}

export function encodeSnapshot({
  step,
  network,
  weights,
}: Snapshot): Uint8Array {
  return encodeTensors({
    vectors: { average: weights },
    metadata: { step: String(step), network },
  });
}

/** Throws CHECKPOINT_DAMAGED, with `file` in its details, when the bytes are not a whole snapshot. */
export function decodeSnapshot(bytes: Uint8Array, file: string): Snapshot {
  try {
    const { vectors, metadata } = decodeTensors(bytes, ["average"]);
    return {
      step: Number(metadata["step"]),
      network: metadata["network"] as NetworkName,
      weights: vectors.average,
    };
  } catch (error) {
    throw new NitidoError("CHECKPOINT_DAMAGED", {
      file,
      reason: String(error),
    });
  }
}
