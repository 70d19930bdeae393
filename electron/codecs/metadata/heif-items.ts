/** The main image among the items of a HEIC or AVIF file (ISO/IEC 23008-12), by the boxes that describe them. */
import { PARTS_LIMIT } from "./read-bytes.ts";

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** Type, size, and for some version and flags as well. */
const BOX_HEAD = 8;
const FULL_HEAD = 4;

/**
 * Whether the main image is coded without colour. `meta`: the whole box of that name; what is
 * damaged in it counts as colour, and is left to the decoder to complain of.
 */
export function isMonochrome(meta: Buffer): boolean {
  try {
    const boxes = boxesIn(meta.subarray(BOX_HEAD + FULL_HEAD));
    const main = bodyOf(boxes, "pitm");
    const id = main[0] === 0 ? main.readUInt16BE(4) : main.readUInt32BE(4);
    const properties = bodyOf(boxes, "iprp");
    return (
      monochromeItem(properties, id) ??
      // A grid is made of other items.
      monochromeItem(properties, firstPart(bodyOf(boxes, "iref"), id)) ??
      false
    );
  } catch {
    return false;
  }
}

function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + BOX_HEAD <= bytes.length;) {
    if (boxes.length === PARTS_LIMIT) break;
    const size = bytes.readUInt32BE(at);
    if (size < BOX_HEAD) break;
    const type = bytes.toString("latin1", at + 4, at + BOX_HEAD);
    boxes.push({ type, body: bytes.subarray(at + BOX_HEAD, at + size) });
    at += size;
  }
  return boxes;
}

const bodyOf = (boxes: readonly Box[], type: string): Buffer =>
  boxes.find((box) => box.type === type)?.body ?? Buffer.alloc(0);

/** By the configuration of its codec; undefined where it has none. */
function monochromeItem(iprp: Buffer, id: number): boolean | undefined {
  const boxes = boxesIn(iprp);
  const properties = boxesIn(bodyOf(boxes, "ipco"));
  for (const number of propertiesOf(bodyOf(boxes, "ipma"), id)) {
    const property = properties[number - 1];
    // AV1 Codec ISO Media File Format Binding 2.3.3: the bit `monochrome`.
    if (property?.type === "av1C") return (property.body[2]! & 0x10) !== 0;
    // ISO/IEC 14496-15 8.3.3.1.2: `chroma_format_idc`.
    if (property?.type === "hvcC") return (property.body[16]! & 3) === 0;
  }
  return undefined;
}

/** The numbers of an item's properties, counted from 1 (ISO/IEC 23008-12 9.3.1). */
function propertiesOf(ipma: Buffer, wanted: number): number[] {
  const longIds = ipma[0]! > 0;
  const longNumbers = (ipma[3]! & 1) !== 0;
  const items = ipma.readUInt32BE(4);
  for (let item = 0, at = 8; item < items; item++) {
    const id = longIds ? ipma.readUInt32BE(at) : ipma.readUInt16BE(at);
    at += longIds ? 4 : 2;
    const count = ipma[at++]!;
    const each = longNumbers ? 2 : 1;
    if (id === wanted)
      return Array.from({ length: count }, (_, i) =>
        longNumbers
          ? ipma.readUInt16BE(at + 2 * i) & 0x7fff
          : ipma[at + i]! & 0x7f,
      );
    at += each * count;
  }
  return [];
}

/** The first of the items that an item is derived from. */
function firstPart(iref: Buffer, id: number): number {
  const long = iref[0] === 1;
  const read = (body: Buffer, at: number) =>
    long ? body.readUInt32BE(at) : body.readUInt16BE(at);
  const each = long ? 4 : 2;
  const derived = boxesIn(iref.subarray(FULL_HEAD)).find(
    ({ type, body }) => type === "dimg" && read(body, 0) === id,
  );
  return derived ? read(derived.body, each + 2) : 0;
}
