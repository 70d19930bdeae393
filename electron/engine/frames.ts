/** Whole messages over a byte stream: each frame is a length (uint32, big-endian) and that many bytes of MessagePack. */
import { Decoder, Encoder } from "@msgpack/msgpack";
import type { Duplex } from "node:stream";
import { invariant } from "../../models/errors.ts";

const HEADER_BYTES = 4;

/** A longer frame is a broken stream: whole images do not travel here. */
export const MAX_FRAME_BYTES = 512 * 2 ** 20;

/** Cuts a stream of chunks, however they are split, back into the payloads of its frames. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #held = 0;
  #wanted = HEADER_BYTES;
  #inHeader = true;

  /** Takes the next chunk; returns the payloads that it completes. Throws when a length is impossible. */
  push(chunk: Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = [];
    this.#chunks.push(chunk);
    this.#held += chunk.byteLength;
    while (this.#held >= this.#wanted) {
      const bytes = this.#take(this.#wanted);
      if (this.#inHeader) this.#wanted = frameLength(bytes);
      else {
        payloads.push(bytes);
        this.#wanted = HEADER_BYTES;
      }
      this.#inHeader = !this.#inHeader;
    }
    return payloads;
  }

  /** The first `count` of the bytes held; chunks are joined once, however many a frame has. */
  #take(count: number): Uint8Array {
    const [first] = this.#chunks;
    const joined =
      this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    const rest = joined.subarray(count);
    this.#chunks = rest.byteLength > 0 ? [rest] : [];
    this.#held = rest.byteLength;
    return joined.subarray(0, count);
  }
}

function frameLength(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
  const length = view.getUint32(0);
  invariant(length <= MAX_FRAME_BYTES, `a frame of ${String(length)} bytes`);
  return length;
}

/** The frame of one message, ready to be written. */
export function encodeFrame(message: unknown): Uint8Array {
  const payload = new Encoder({ ignoreUndefined: true }).encode(message);
  invariant(
    payload.byteLength <= MAX_FRAME_BYTES,
    `a message of ${String(payload.byteLength)} bytes`,
  );
  const frame = new Uint8Array(HEADER_BYTES + payload.byteLength);
  new DataView(frame.buffer).setUint32(0, payload.byteLength);
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/** The message of a payload. Its byte arrays are views of the payload. */
export function decodePayload({
  buffer,
  byteOffset,
  byteLength,
}: Uint8Array): unknown {
  // A plain array, whose views are plain as well: streams deliver Node's Buffers.
  return new Decoder().decode(new Uint8Array(buffer, byteOffset, byteLength));
}

/**
 * Calls `onMessage` for each message that arrives, and returns a function that sends one. Messages
 * are small, so nobody waits for a slow reader. A damaged stream is destroyed with its error.
 */
export function openChannel(
  stream: Duplex,
  onMessage: (message: unknown) => void,
): (message: unknown) => void {
  const reader = new FrameReader();
  stream.on("data", (chunk: Uint8Array) => {
    try {
      for (const payload of reader.push(chunk))
        onMessage(decodePayload(payload));
    } catch (error) {
      stream.destroy(error as Error);
    }
  });
  return (message) => {
    if (stream.writable) stream.write(encodeFrame(message));
  };
}
