/** The header of an OpenEXR file: size, channels, primaries. Layout: openexr.com, OpenEXR File Layout. */
import type { Chromaticities } from "./metadata/icc-profile.ts";
import { part, type Shape } from "./own-decoder.ts";

export interface ExrHeader extends Shape {
  /** Only where the file names them. */
  readonly chromaticities?: Chromaticities;
}

const FLAG = { deep: 0x800, parts: 0x1000 };

export function readExrHeader(bytes: Buffer): ExrHeader {
  const flags = bytes.readUInt32LE(4);
  if ((flags & (FLAG.deep | FLAG.parts)) !== 0)
    throw new Error("several parts and deep data are unsupported");
  const attributes = readAttributes(bytes);
  const window = attributes.get("dataWindow");
  const list = attributes.get("channels");
  if (window?.length !== 16 || !list)
    throw new Error("its header is incomplete");
  const [left, top, right, bottom] = [0, 4, 8, 12].map((at) =>
    window.readInt32LE(at),
  ) as [number, number, number, number];
  const names = channelNames(list);
  const grey = names.includes("Y") && !names.includes("R");
  if (!grey && !["R", "G", "B"].every((name) => names.includes(name)))
    throw new Error(`the channels ${names.join(", ")} are unsupported`);
  const chromaticities = attributes.get("chromaticities");
  return {
    width: right - left + 1,
    height: bottom - top + 1,
    channels: grey ? 1 : names.includes("A") ? 4 : 3,
    bitDepth: 16,
    ...(chromaticities?.length === 32 && {
      chromaticities: [0, 8, 16, 24].map((at) => [
        chromaticities.readFloatLE(at),
        chromaticities.readFloatLE(at + 4),
      ]) as unknown as Chromaticities,
    }),
  };
}

/** Name, type and size come before each value; an empty name ends them. */
function readAttributes(bytes: Buffer): Map<string, Buffer> {
  const attributes = new Map<string, Buffer>();
  for (let at = 8; bytes[at] !== 0;) {
    const [name, typeAt] = textAt(bytes, at);
    const [, sizeAt] = textAt(bytes, typeAt);
    const size = part(bytes, sizeAt, 4).readUInt32LE();
    attributes.set(name, part(bytes, sizeAt + 4, size));
    at = sizeAt + 4 + size;
  }
  return attributes;
}

function channelNames(list: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at < list.length && list[at] !== 0;) {
    const [name, next] = textAt(list, at);
    names.push(name);
    // Type, linearity and the two samplings.
    at = next + 16;
  }
  return names;
}

/** A text that ends with a zero, and where the next thing begins. */
function textAt(bytes: Buffer, at: number): [string, number] {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw new Error("the file ends too early");
  return [bytes.toString("latin1", at, end), end + 1];
}
