/** The two containers that hold an icon in several sizes, each as a PNG: ICO for Windows, ICNS for macOS. */

/** A square PNG and its edge in pixels. */
export interface SizedPng {
  readonly edge: number;
  readonly png: Buffer;
}

/** Edges that ICO can express; 256 is written as 0. */
export const ICO_EDGES = [16, 24, 32, 48, 64, 128, 256] as const;

/** The container that Windows reads (Vista and later, which know PNG inside ICO). */
export function toIco(images: readonly SizedPng[]): Buffer {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ edge, png }, index) => {
    const entry = 6 + 16 * index;
    header.writeUInt8(edge % 256, entry);
    header.writeUInt8(edge % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4); // colour planes
    header.writeUInt16LE(32, entry + 6); // bits per pixel
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** The types of ICNS that hold a PNG, with its edge; the second half are the sizes of double density. */
export const ICNS_TYPES = {
  icp4: 16,
  icp5: 32,
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
  ic10: 1024,
} as const;

/** The container that macOS reads. `pngs` must hold every edge of ICNS_TYPES. */
export function toIcns(images: readonly SizedPng[]): Buffer {
  const pngs = new Map(images.map(({ edge, png }) => [edge, png]));
  const blocks = Object.entries(ICNS_TYPES).map(([type, edge]) => {
    const png = pngs.get(edge);
    if (!png) throw new Error(`the icon of ${edge} pixels is missing`);
    return block(type, png);
  });
  return block("icns", Buffer.concat(blocks));
}

/** Four letters, the length of the whole, the contents. */
function block(type: string, contents: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, "latin1");
  head.writeUInt32BE(8 + contents.length, 4);
  return Buffer.concat([head, contents]);
}
