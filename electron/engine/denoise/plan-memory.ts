/** Decides before the work whether a photograph's pixels stay in memory or in files, so that the memory limit holds. */
import { NitidoError } from "../../../models/errors.ts";
import {
  DEFAULT_EDGE,
  type TileNetwork,
} from "../../../models/inference/denoise.ts";
import type {
  EncodingChoices,
  ImageInfo,
  ReadableFormat,
  WritableFormat,
} from "../../codecs/codec.ts";
import type { Shape } from "../../codecs/big-tiff.ts";
import { fileBytes } from "../../codecs/file-bytes.ts";
import { TOGETHER } from "./overlap.ts";

/** Bytes of all processes and a network before there is a photograph; and for each pixel of a window. */
const PROCESSES = 250e6;
const WINDOW = 200;
/** Of tiles with the default edge. */
const TILES = WINDOW * DEFAULT_EDGE ** 2;
/** Smaller ones are mostly margin. */
const LEAST_EDGE = 384;

/** Bytes a pixel that decoders and encoders take of their own for the whole image, measured with 24 megapixels. */
const DECODING: Readonly<Record<ReadableFormat, number>> = {
  jpeg: 0,
  png: 0,
  tiff: 0,
  webp: 8,
  avif: 16,
  heic: 16,
  jxl: 16,
  gif: 6,
  bmp: 4,
  pnm: 6,
  hdr: 16,
  exr: 28,
  raw: 16,
};
/** Interlaced PNG and progressive JPEG. */
const DECODING_WHOLE = 8;
const ENCODING: Readonly<Record<WritableFormat, number>> = {
  jpeg: 0,
  png: 0,
  tiff: 0,
  webp: 36,
  avif: 36,
  jxl: 64,
};
const ENCODING_PROGRESSIVE = 12;

/** Read row by row into a file, and encoded row by row from one. */
const STREAMED = new Set<ReadableFormat>(["jpeg", "png", "tiff"]);

export interface Photograph {
  readonly file: string;
  readonly info: ImageInfo;
  /** What is to be written. */
  readonly target: Shape;
  readonly format: WritableFormat;
  readonly choices: EncodingChoices;
  /** Whether its pixels are in memory already, and stay there. */
  readonly open: boolean;
}

export interface MemoryPlan {
  readonly pixels: "memory" | "files";
  /** Of the limit, what is left beside processes and tiles: how much of it this photograph takes, 0..1. */
  readonly share: number;
  /** Of a window, where the usual size would not fit or a larger one does. */
  readonly edge?: number;
}

/** All that the work takes if the pixels are in memory, in bytes. */
export function neededInMemory(photograph: Photograph): number {
  const { info, target, open } = photograph;
  const source = open ? 0 : readBytes(info);
  return (
    PROCESSES + TILES + source + bytesOf(target) + encodingBytes(photograph)
  );
}

/** The least that it takes. */
function neededInFiles(photograph: Photograph): number {
  const { info, open } = photograph;
  if (!STREAMED.has(photograph.format)) return neededInMemory(photograph);
  const decoding = open || isStreamed(info) ? 0 : readBytes(info);
  const most = Math.max(decoding, encodingBytes(photograph));
  return PROCESSES + Math.max(most, tilesBytes(LEAST_EDGE));
}

/** `limit` in bytes. Throws IMAGE_TOO_LARGE with what is needed. */
export function planMemory(
  photograph: Photograph,
  network: Pick<TileNetwork, "edge" | "roomyEdge">,
  limit: number,
): MemoryPlan {
  const inMemory = neededInMemory(photograph);
  const usual = network.edge ?? DEFAULT_EDGE;
  const roomy = network.roomyEdge ?? usual;
  if (inMemory <= limit) {
    const pictures = inMemory - PROCESSES - TILES;
    // Larger windows only beside as many photographs as are worked on together.
    const spare = limit - PROCESSES - TOGETHER * pictures;
    const edge = Math.max(usual, Math.min(roomy, edgeWithin(spare)));
    const tiles = Math.max(TILES, tilesBytes(edge));
    const share = pictures / (limit - PROCESSES - tiles);
    return { pixels: "memory", share, ...(edge > usual && { edge }) };
  }
  const needed = neededInFiles(photograph);
  requireWithin(limit, needed, photograph.file);
  const edge = Math.min(roomy, edgeWithin(limit - PROCESSES));
  const files = { pixels: "files", share: 1 } as const;
  return edge === usual ? files : { ...files, edge };
}

/** The same for a photograph that is only read. */
export function planReading(
  file: string,
  info: ImageInfo,
  limit: number,
): Pick<MemoryPlan, "pixels" | "share"> {
  const whole = readBytes(info);
  if (PROCESSES + whole <= limit)
    return { pixels: "memory", share: whole / (limit - PROCESSES) };
  requireWithin(limit, PROCESSES + (isStreamed(info) ? 0 : whole), file);
  return { pixels: "files", share: 1 };
}

function requireWithin(limit: number, needed: number, file: string): void {
  if (needed <= limit) return;
  throw new NitidoError("IMAGE_TOO_LARGE", {
    kind: "memory",
    file,
    needed: Math.ceil(needed / 1e6),
    limit: Math.floor(limit / 1e6),
  });
}

/** Bytes of the files that hold pixels during the work. */
export function scratchBytes({ info, target, open }: Photograph): number {
  return (open ? 0 : bytesOf(info)) + bytesOf(target);
}

/** Bytes on the disk for the finished file, about: twice its size while metadata is put around its pixels. */
export function outputBytes({ target, format, choices }: Photograph): number {
  const copies = format === "tiff" ? 1 : 2;
  return copies * fileBytes(target, format, choices);
}

function tilesBytes(edge: number): number {
  return WINDOW * edge ** 2;
}

/** The largest edge of which tiles fit into so many bytes. */
function edgeWithin(bytes: number): number {
  return Math.floor(Math.sqrt(Math.max(0, bytes) / WINDOW));
}

function isStreamed({ format, whole }: ImageInfo): boolean {
  return STREAMED.has(format) && whole !== true;
}

/** Of a photograph that is read into memory. */
function readBytes(info: ImageInfo): number {
  return bytesOf(info) + decodingBytes(info);
}

export function bytesOf({
  width,
  height,
  channels,
  bitDepth,
}: Pick<ImageInfo, "width" | "height" | "channels" | "bitDepth">): number {
  return (width * height * channels * bitDepth) / 8;
}

function decodingBytes({ format, width, height, whole }: ImageInfo): number {
  return width * height * (whole ? DECODING_WHOLE : DECODING[format]);
}

function encodingBytes({ format, target, choices }: Photograph): number {
  const each =
    format === "jpeg" && choices.progressive
      ? ENCODING_PROGRESSIVE
      : ENCODING[format];
  return target.width * target.height * each;
}
