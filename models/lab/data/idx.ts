/** The IDX format of the MNIST collections: arrays of bytes with a header of their extents. */
import { NitidoError } from "../../errors.ts";

export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** The code of unsigned bytes, the only type that pictures and labels have. */
const BYTES = 0x08;

/**
 * Two zeros, the type, the number of extents, the extents (32 bits, big-endian), the values. Throws
 * FILE_DAMAGED, naming `file`, for what is none or has another length than its header says.
 */
export function readIdx(bytes: Uint8Array, file: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimensions = bytes[3] ?? 0;
  const start = 4 + 4 * dimensions;
  if (
    bytes.length < start ||
    view.getUint16(0) !== 0 ||
    bytes[2] !== BYTES ||
    dimensions === 0
  )
    throw new NitidoError("FILE_DAMAGED", { file });
  const shape = Array.from({ length: dimensions }, (_, i) =>
    view.getUint32(4 + 4 * i),
  );
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (bytes.length !== start + size)
    throw new NitidoError("FILE_DAMAGED", { file });
  return { shape, data: bytes.subarray(start) };
}
