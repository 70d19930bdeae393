/** Netpbm's formats, to read: PBM, PGM and PPM as text and binary, PAM, and PFM in linear light. Layout: netpbm.sourceforge.net/doc. */
import type { Image } from "../../models/image/image.ts";
import { deepFromFloats } from "./floats.ts";
import { ownDecoder, part, type Shape } from "./own-decoder.ts";

type Encoding = "text" | "bits" | "binary" | "float";

interface Header extends Shape {
  readonly encoding: Encoding;
  /** The level of white. */
  readonly top: number;
  /** Where the pixels begin. */
  readonly from: number;
  /** Of PFM. */
  readonly little: boolean;
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  "1": "text",
  "2": "text",
  "3": "text",
  "4": "bits",
  "5": "binary",
  "6": "binary",
  F: "float",
  f: "float",
};

export const pnm = ownDecoder<Header>("pnm", {
  header(bytes) {
    const kind = bytes.toString("latin1", 1, 2);
    if (kind === "7") return readPam(bytes);
    const encoding = ENCODINGS[kind];
    if (!encoding) throw new Error("no kind of PNM");
    const bilevel = kind === "1" || kind === "4";
    const words = new Words(bytes, 2);
    const [width, height] = [words.number(), words.number()];
    const top = bilevel ? 1 : words.number();
    const channels = kind === "3" || kind === "6" || kind === "F" ? 3 : 1;
    return {
      ...shapeOf(width, height, channels, encoding === "float" ? 65_535 : top),
      encoding,
      from: words.at + 1,
      // PFM says by the sign in which order its bytes are.
      little: top < 0,
    };
  },

  pixels(bytes, header) {
    const count = header.width * header.height * header.channels;
    if (header.encoding === "float") return readFloats(bytes, header);
    const samples =
      header.bitDepth === 16 ? new Uint16Array(count) : new Uint8Array(count);
    const full = header.bitDepth === 16 ? 65_535 : 255;
    const levels = levelsOf(bytes, header, count);
    for (let i = 0; i < count; i++) {
      const level = Math.min(levels(i), header.top);
      samples[i] = Math.round((level * full) / header.top);
    }
    return { samples };
  },
});

function shapeOf(
  width: number,
  height: number,
  channels: number,
  top: number,
): Shape & { readonly top: number } {
  const whole = [width, height, channels, top].every(Number.isInteger);
  if (!whole || top < 1 || top > 65_535)
    throw new Error("its header holds no sizes");
  if (channels < 1 || channels > 4)
    throw new Error(`${channels.toString()} channels are unsupported`);
  const bitDepth = top > 255 ? 16 : 8;
  return {
    width,
    height,
    channels: channels as Image["channels"],
    bitDepth,
    top,
  };
}

function readPam(bytes: Buffer): Header {
  const end = bytes.indexOf("ENDHDR\n");
  if (end < 0) throw new Error("its header has no end");
  const text = bytes.toString("latin1", 0, end);
  const field = (name: string): number =>
    Number(new RegExp(`^${name}\\s+(\\d+)`, "m").exec(text)?.[1]);
  const shape = shapeOf(
    field("WIDTH"),
    field("HEIGHT"),
    field("DEPTH"),
    field("MAXVAL"),
  );
  return { ...shape, encoding: "binary", from: end + 7, little: false };
}

/** The stored number of the sample at an index; indices come in ascending order. */
function levelsOf(
  bytes: Buffer,
  { encoding, from, top, width }: Header,
  count: number,
): (index: number) => number {
  switch (encoding) {
    case "text": {
      const words = new Words(bytes, from - 1);
      // In the format of one bit 1 is black, and digits may stand without spaces.
      const bilevel = bytes[1] === 0x31;
      return () => (bilevel ? 1 - words.digit() : words.number());
    }
    case "bits": {
      const stride = Math.ceil(width / 8);
      const rows = part(bytes, from, stride * (count / width));
      return (i) => {
        const x = i % width;
        const byte = rows[stride * Math.floor(i / width) + (x >> 3)]!;
        return 1 - ((byte >> (7 - (x & 7))) & 1);
      };
    }
    case "binary":
    case "float": {
      const deep = top > 255;
      const data = part(bytes, from, deep ? 2 * count : count);
      return deep ? (i) => data.readUInt16BE(2 * i) : (i) => data[i]!;
    }
  }
}

/** PFM's rows go from the bottom to the top. */
function readFloats(
  bytes: Buffer,
  { width, height, channels, from, little }: Header,
): ReturnType<Parameters<typeof ownDecoder>[1]["pixels"]> {
  const row = width * channels;
  const data = part(bytes, from, 4 * row * height);
  const floats = new Float32Array(row * height);
  for (let i = 0; i < floats.length; i++) {
    const at = 4 * ((height - 1 - Math.floor(i / row)) * row + (i % row));
    floats[i] = little ? data.readFloatLE(at) : data.readFloatBE(at);
  }
  const { samples, clipped } = deepFromFloats(floats, "linear");
  return { samples, notices: clipped ? ["RANGE_CLIPPED"] : [] };
}

/** The words of a header or of pixels as text; comments run from # to the end of the line. */
class Words {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** NaN when it is none. */
  number(): number {
    this.#skip();
    const from = this.at;
    while (this.at < this.#bytes.length && !this.#space()) this.at++;
    if (this.at === from) throw new Error("the file ends too early");
    return Number(this.#bytes.toString("latin1", from, this.at));
  }

  digit(): number {
    this.#skip();
    if (this.at >= this.#bytes.length)
      throw new Error("the file ends too early");
    return this.#bytes[this.at++]! - 0x30;
  }

  #space(): boolean {
    const byte = this.#bytes[this.at]!;
    return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
  }

  #skip(): void {
    while (this.at < this.#bytes.length) {
      if (this.#bytes[this.at] === 0x23) {
        const end = this.#bytes.indexOf(0x0a, this.at);
        this.at = end < 0 ? this.#bytes.length : end;
      } else if (!this.#space()) return;
      else this.at++;
    }
  }
}
