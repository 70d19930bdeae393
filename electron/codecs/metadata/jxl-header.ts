/** Depth and channels of a JPEG XL picture, from the first bits of its code stream (ISO/IEC 18181-1, annex D). */
import { open } from "node:fs/promises";
import { bytesOfFile, PARTS_LIMIT, type ReadBytes } from "./read-bytes.ts";

export interface JxlShape {
  /** Of a colour sample. */
  readonly bits: number;
  readonly grey: boolean;
  readonly alpha: boolean;
}

/** Far more than the header takes, but for the names of extra channels. */
const HEADER_BYTES = 4096;
const ALPHA = 0;
const SPOT_COLOUR = 2;
const COLOUR_FILTER = 5;
const GREY_SPACE = 1;

/** Throws plain errors where the file is damaged. */
export async function readJxlShape(path: string): Promise<JxlShape> {
  const file = await open(path);
  try {
    return shapeIn(await codeStream(bytesOfFile(file)));
  } finally {
    await file.close();
  }
}

/** Its beginning: the file itself, or the first box that holds of it (ISO/IEC 18181-2 9). */
async function codeStream(read: ReadBytes): Promise<Uint8Array> {
  for (let at = 0, seen = 0; seen < PARTS_LIMIT; seen++) {
    const head = Buffer.from(await read(at, 16));
    if (head.length < 16) throw new Error("the file ends too early");
    if (head.readUInt16BE(0) === 0xff0a) return read(at, HEADER_BYTES);
    const short = head.readUInt32BE(0);
    const header = short === 1 ? 16 : 8;
    const type = head.toString("latin1", 4, 8);
    if (type === "jxlc") return read(at + header, HEADER_BYTES);
    // A part begins with its number.
    if (type === "jxlp") return read(at + header + 4, HEADER_BYTES);
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
    if (size < header) throw new Error("it has no picture");
    at += size;
  }
  throw new Error("it has no picture");
}

function shapeIn(stream: Uint8Array): JxlShape {
  const bits = new Bits(stream);
  bits.skip(16);
  skipSize(bits);
  if (bits.flag()) return { bits: 8, grey: false, alpha: false };
  if (bits.flag()) skipExtraFields(bits);
  const depth = readDepth(bits);
  bits.skip(1);
  const extras = bits.choice([0, 0], [1, 0], [2, 4], [1, 12]);
  let alpha = false;
  for (let i = 0; i < extras; i++)
    if (readExtraChannel(bits) === ALPHA) alpha = true;
  bits.skip(1);
  const plain = bits.flag();
  if (!plain) bits.skip(1);
  return { bits: depth, grey: !plain && readEnum(bits) === GREY_SPACE, alpha };
}

function skipSize(bits: Bits): void {
  const side = (eighths: boolean) => {
    if (eighths) bits.skip(5);
    else bits.choice([1, 9], [1, 13], [1, 18], [1, 30]);
  };
  const eighths = bits.flag();
  side(eighths);
  if (bits.take(3) === 0) side(eighths);
}

/** Orientation, the size to be shown at, a preview, an animation. */
function skipExtraFields(bits: Bits): void {
  bits.skip(3);
  if (bits.flag()) skipSize(bits);
  if (bits.flag()) skipPreview(bits);
  if (!bits.flag()) return;
  bits.choice([100, 0], [1000, 0], [1, 10], [1, 30]);
  bits.choice([1, 0], [1001, 0], [1, 8], [1, 10]);
  bits.choice([0, 0], [0, 3], [0, 16], [0, 32]);
  bits.skip(1);
}

function skipPreview(bits: Bits): void {
  const side = (eighths: boolean) => {
    if (eighths) bits.choice([16, 0], [32, 0], [1, 5], [33, 9]);
    else bits.choice([1, 6], [65, 8], [321, 10], [1345, 12]);
  };
  const eighths = bits.flag();
  side(eighths);
  if (bits.take(3) === 0) side(eighths);
}

function readDepth(bits: Bits): number {
  if (!bits.flag()) return bits.choice([8, 0], [10, 0], [12, 0], [1, 6]);
  const depth = bits.choice([32, 0], [16, 0], [24, 0], [1, 6]);
  bits.skip(4);
  return depth;
}

/** What it is. */
function readExtraChannel(bits: Bits): number {
  if (bits.flag()) return ALPHA;
  const type = readEnum(bits);
  readDepth(bits);
  bits.choice([0, 0], [3, 0], [4, 0], [1, 3]);
  bits.skip(8 * bits.choice([0, 0], [0, 4], [16, 5], [48, 10]));
  if (type === ALPHA) bits.skip(1);
  if (type === SPOT_COLOUR) bits.skip(64);
  if (type === COLOUR_FILTER) bits.choice([1, 0], [0, 2], [3, 4], [19, 8]);
  return type;
}

const readEnum = (bits: Bits): number =>
  bits.choice([0, 0], [1, 0], [2, 4], [18, 6]);

/** Bits of a stream, the lowest of each byte first. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new Error("the file ends too early");
      value += ((byte >> (this.#at & 7)) & 1) * 2 ** i;
    }
    return value;
  }

  flag = (): boolean => this.take(1) === 1;

  skip(count: number): void {
    this.#at += count;
  }

  /** Two bits choose how many more follow, and what is added to them. */
  choice(...forms: readonly (readonly [base: number, bits: number])[]): number {
    const [base, bits] = forms[this.take(2)]!;
    return base + this.take(bits);
  }
}
