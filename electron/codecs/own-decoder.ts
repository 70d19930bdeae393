/** Makes a decoder of a reader that works on a file's bytes in memory, for formats simple enough to be read here. */
import { invariant } from "../../models/errors.ts";
import type { Image, Samples } from "../../models/image/image.ts";
import type {
  BitDepth,
  Decoder,
  Metadata,
  Notice,
  ReadableFormat,
} from "./codec.ts";
import { readStart } from "../files/read-regular.ts";
import { requireFitting } from "./limits.ts";
import { readHead } from "./metadata/read-bytes.ts";
import { decodeError } from "./sharp-errors.ts";

export interface Shape {
  readonly width: number;
  readonly height: number;
  readonly channels: Image["channels"];
  readonly bitDepth: BitDepth;
}

export interface Content {
  readonly samples: Samples;
  readonly metadata?: Metadata;
  readonly notices?: readonly Notice[];
}

/** Both throw plain errors, whose text becomes the reason; one with the word `unsupported` means what this cannot read. */
export interface Reader<Header extends Shape> {
  /** Of the first HEAD_BYTES. */
  header(bytes: Buffer): Header;
  pixels(
    bytes: Buffer,
    header: Header,
    path: string,
  ): Content | Promise<Content>;
}

const HEAD_BYTES = 1 << 16;
/** More than any of the formats takes for a sample, as text or with channels that are not read. */
const SAMPLE_BYTES = 16;
const PROFILE_BYTES = 1 << 24;

/** What is read of a file, in bytes: a small picture does not become a large one by what follows it. */
const contentLimit = ({ width, height, channels }: Shape): number =>
  HEAD_BYTES + PROFILE_BYTES + SAMPLE_BYTES * width * height * channels;

export function ownDecoder<Header extends Shape>(
  format: ReadableFormat,
  reader: Reader<Header>,
): Decoder {
  const headerOf = (bytes: Uint8Array): Header => {
    const header = reader.header(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    );
    const { width, height } = header;
    if (!(width > 0 && height > 0)) throw new Error("it has no pixels");
    return header;
  };
  return {
    async decode(path, { pixelLimit }) {
      try {
        const header = headerOf(await readHead(path, HEAD_BYTES));
        requireFitting(header, path, pixelLimit);
        const bytes = await readStart(path, contentLimit(header));
        const { width, height, channels, bitDepth } = header;
        const content = await reader.pixels(bytes, header, path);
        const { samples, metadata = {}, notices = [] } = content;
        invariant(
          samples.length === width * height * channels,
          "a reader returns what its header says",
        );
        const image = { width, height, channels, samples };
        return { image, format, bitDepth, metadata, notices };
      } catch (error) {
        throw decodeError(error, path, format);
      }
    },

    async inspect(path) {
      try {
        const header = headerOf(await readHead(path, HEAD_BYTES));
        const { width, height, channels, bitDepth } = header;
        return { format, width, height, channels, bitDepth };
      } catch (error) {
        throw decodeError(error, path, format);
      }
    },
  };
}

/** The part of a file from `at` on. Throws when it is shorter than `length`. */
export function part(bytes: Buffer, at: number, length: number): Buffer {
  if (at < 0 || length < 0 || at + length > bytes.length)
    throw new Error("the file ends too early");
  return bytes.subarray(at, at + length);
}
