/** OpenEXR with parse-exr, which a damaged file can keep busy for ever. */
import parseExr from "parse-exr";
import type { ExrFloats } from "./messages.ts";

/** 32-bit floats, in the library's words. */
const FLOATS = 1015;

export function readExr(file: Uint8Array): Promise<ExrFloats> {
  const { buffer, byteOffset, byteLength } = file;
  const whole = buffer.slice(byteOffset, byteOffset + byteLength);
  const { width, height, data } = parseExr(whole as ArrayBuffer, FLOATS);
  return Promise.resolve({ width, height, samples: Float32Array.from(data) });
}
