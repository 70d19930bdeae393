/** What the thread for codecs is asked and answers: the formats whose codecs are WebAssembly, or may never end. */
import type { ErrorData } from "../../services/api.ts";

/** Interleaved samples, rows from the top, upright. */
export interface WasmPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly samples: Uint8Array | Uint16Array;
}

/** What a camera notes of a photograph; 0 and "" where it is unknown. */
export interface RawFacts {
  /** Of the developed image, upright. */
  readonly width: number;
  readonly height: number;
  readonly make: string;
  readonly model: string;
  readonly iso: number;
  /** Seconds. */
  readonly exposure: number;
  readonly aperture: number;
  /** Millimetres. */
  readonly focalLength: number;
  /** Seconds since 1970 by the camera's clock. */
  readonly taken: number;
}

export interface JxlFacts {
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
}

export interface JxlEncoding {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly bitDepth: 8 | 16;
  readonly icc?: Uint8Array;
  /** 1..100; 100 is lossless. */
  readonly quality: number;
}

/** As stored: rows from the bottom, all channels of a pixel beside each other. */
export interface ExrFloats {
  readonly width: number;
  readonly height: number;
  readonly samples: Float32Array;
}

/** The work that there is: what it needs beside the file, and what comes of it. */
export interface WasmWork {
  readonly heicPixels: {
    readonly options: { readonly bits: number };
    readonly result: WasmPixels;
  };
  readonly exrFloats: { readonly options: null; readonly result: ExrFloats };
  /** The file holds the samples alone, 16 bits in the machine's order; the result is a file without EXIF and XMP. */
  readonly jxlEncode: {
    readonly options: JxlEncoding;
    readonly result: Uint8Array;
  };
  readonly jxlFacts: { readonly options: null; readonly result: JxlFacts };
  /** A PNG with the samples and the profile. */
  readonly jxlPng: { readonly options: null; readonly result: Uint8Array };
  readonly rawFacts: { readonly options: null; readonly result: RawFacts };
  /** `half`: a quarter of the pixels, at once; for small pictures. */
  readonly rawPixels: {
    readonly options: { readonly half: boolean };
    readonly result: WasmPixels;
  };
}

export type WorkName = keyof WasmWork;

export type WasmWorkers = {
  readonly [Name in WorkName]: (
    file: Uint8Array,
    options: WasmWork[Name]["options"],
  ) => Promise<WasmWork[Name]["result"]>;
};

export interface WasmRequest {
  readonly work: WorkName;
  readonly path: string;
  readonly options: WasmWork[WorkName]["options"];
}

export type WasmReply =
  | { readonly result: WasmWork[WorkName]["result"] }
  /** A plain message is the decoder's own: why the file cannot be read. */
  | { readonly reason: string }
  | { readonly error: ErrorData };
