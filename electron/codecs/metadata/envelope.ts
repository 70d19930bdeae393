/** Puts metadata around compressed pixels by copying the file once: the pixel library cannot embed bytes as they are. */
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** A file as three parts: new bytes, a range of the compressed file that was written without metadata, new bytes. */
export interface Envelope {
  readonly head: Uint8Array;
  /** Where the part that stays begins. */
  readonly bodyFrom: number;
  readonly tail: Uint8Array;
}

const COPY_BYTES = 1 << 20;

/** Writes `target`, a new file, from the body file and what surrounds it. */
export async function wrapFile(
  body: string,
  target: string,
  { head, bodyFrom, tail }: Envelope,
): Promise<void> {
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield head;
    const source = createReadStream(body, {
      start: bodyFrom,
      highWaterMark: COPY_BYTES,
    });
    for await (const part of source) yield part as Buffer;
    yield tail;
  }
  await pipeline(parts, createWriteStream(target, { flags: "wx" }));
}
