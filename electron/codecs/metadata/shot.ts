/** Which camera took a photograph, how sensitive it was set, and when: read from EXIF (CIPA DC-008). */
import { type Field, readTiff, TAG } from "./ifd.ts";
import { bytesOf } from "./read-bytes.ts";

const MODEL = 0x0110;
const ISO = 0x8827;
const TAKEN = 0x9003;
const TAKEN_FRACTION = 0x9291;
const JPEG_PREFIX = "Exif\0\0";

export interface Shot {
  readonly camera?: string;
  readonly iso?: number;
  /** Seconds since 1970 by the camera's own clock, with its fraction where the camera notes it. */
  readonly taken?: number;
}

/** What is missing or damaged is left out. */
export async function shotOf(exif: Uint8Array): Promise<Shot> {
  const prefixed =
    Buffer.from(exif.subarray(0, 6)).toString("latin1") === JPEG_PREFIX;
  const fields = await readTiff(bytesOf(exif.subarray(prefixed ? 6 : 0)));
  if (!fields) return {};
  const inner = fields.find(({ tag }) => tag === TAG.exif)?.directory ?? [];
  const camera = textOf(fields, MODEL);
  const iso = inner.find(({ tag, value }) => tag === ISO && value.length >= 2);
  const taken = timeOf(textOf(inner, TAKEN), textOf(inner, TAKEN_FRACTION));
  return {
    ...(camera !== "" && { camera }),
    ...(iso && { iso: Buffer.from(iso.value).readUInt16LE() }),
    ...(taken !== undefined && { taken }),
  };
}

function textOf(fields: readonly Field[], tag: number): string {
  const field = fields.find((candidate) => candidate.tag === tag);
  return Buffer.from(field?.value ?? [])
    .toString("latin1")
    .split("\0", 1)[0]!
    .trim();
}

/** EXIF writes `2024:05:31 18:02:07`, and fractions of a second as the digits behind the point. */
function timeOf(text: string, fraction: string): number | undefined {
  const match = /^(\d+):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(text);
  if (!match) return undefined;
  const [year, month, ...rest] = match.slice(1).map(Number) as [
    ...[number, number, number, number, number, number],
  ];
  const seconds = Date.UTC(year, month - 1, ...rest) / 1000;
  return seconds + (/^\d+$/.test(fraction) ? Number(`0.${fraction}`) : 0);
}
