/** Damages files as accidents and attackers do: the same seed, the same damage. */
import { crc32 } from "node:zlib";
import type { Random } from "../../models/random.ts";

/** Changes a copy of a file; `others` are whole files to take parts from. */
type Mutation = (
  bytes: Buffer,
  random: Random,
  others: readonly Buffer[],
) => Buffer;

/** What length fields and counts are set to: both ends of every width, and just beyond. */
const EXTREMES = [
  0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 60_000, 0x7fff_ffff, 0x8000_0000,
  0xffff_fffe, 0xffff_ffff,
];

/** Most fields that matter stand at the beginning. */
const place = (bytes: Buffer, random: Random): number =>
  random.integer(
    0,
    random.chance(0.5) ? Math.min(bytes.length, 128) : bytes.length,
  );

/** A range of at least one byte. */
function range(bytes: Buffer, random: Random): [number, number] {
  const from = random.integer(0, bytes.length);
  const longest = Math.min(bytes.length - from, 256);
  return [from, from + random.integer(1, longest + 1)];
}

export const MUTATIONS = {
  flipBits(bytes, random) {
    for (let count = random.integer(1, 9); count > 0; count--)
      bytes[place(bytes, random)]! ^= 1 << random.integer(0, 8);
    return bytes;
  },

  truncate: (bytes, random) => bytes.subarray(0, place(bytes, random)),

  /** A field of 1, 2 or 4 bytes, in either byte order. */
  extremes(bytes, random) {
    for (let count = random.integer(1, 4); count > 0; count--) {
      const width = random.pick([1, 2, 4]);
      const at = place(bytes, random);
      if (at + width > bytes.length) continue;
      const value = random.pick(EXTREMES) % 2 ** (8 * width);
      if (random.chance(0.5)) bytes.writeUIntBE(value, at, width);
      else bytes.writeUIntLE(value, at, width);
    }
    return bytes;
  },

  splice(bytes, random, others) {
    const other = random.pick(others);
    const [from, to] = range(other, random);
    const at = place(bytes, random);
    const until = at + (random.chance(0.5) ? to - from : 0);
    return Buffer.concat([
      bytes.subarray(0, at),
      other.subarray(from, to),
      bytes.subarray(until),
    ]);
  },

  swapBlocks(bytes, random) {
    const length = random.integer(1, Math.max(2, bytes.length >> 2));
    const [a, b] = [0, 0].map(() =>
      random.integer(0, Math.max(1, bytes.length - length)),
    ) as [number, number];
    const first = Buffer.from(bytes.subarray(a, a + length));
    bytes.copyWithin(a, b, b + length);
    first.copy(bytes, b);
    return bytes;
  },

  foreignHeader(bytes, random, others) {
    const length = random.integer(4, 65);
    const head = random.pick(others).subarray(0, length);
    return Buffer.concat([head, bytes.subarray(length)]);
  },

  repeat(bytes, random) {
    const [from, to] = range(bytes, random);
    const block = bytes.subarray(from, to);
    const copies = Array<Buffer>(random.integer(1, 50)).fill(block);
    return Buffer.concat([
      bytes.subarray(0, from),
      ...copies,
      bytes.subarray(from),
    ]);
  },

  fill(bytes, random) {
    const [from, to] = range(bytes, random);
    return bytes.fill(random.pick([0, 0xff]), from, to);
  },
} as const satisfies Readonly<Record<string, Mutation>>;

const NAMES = Object.keys(MUTATIONS) as (keyof typeof MUTATIONS)[];

/** One to three mutations of a copy, and what they were. Of PNG every other one gets right checksums, or none would be read further. */
export function mutated(
  file: Buffer,
  random: Random,
  others: readonly Buffer[],
): { readonly bytes: Buffer; readonly done: string } {
  const done: string[] = [];
  let bytes: Buffer = Buffer.from(file);
  for (let count = random.integer(1, 4); count > 0; count--) {
    const name = random.pick(NAMES);
    if (bytes.length === 0) break;
    done.push(name);
    bytes = MUTATIONS[name](bytes, random, others);
  }
  if (random.chance(0.5)) repairChecksums(bytes);
  return { bytes, done: done.join("+") };
}

const PNG_SIGNATURE = "89504e470d0a1a0a";

function repairChecksums(bytes: Buffer): void {
  if (bytes.toString("hex", 0, 8) !== PNG_SIGNATURE) return;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) return;
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end)), end);
    at = end + 4;
  }
}
