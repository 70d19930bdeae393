/** What is asked and told about a run as a codec. Conventions as in api-lab.ts. */
import type { PictureShape } from "../../models/networks/autoencoders/autoencoder.ts";
import type { UseCase } from "./api.ts";
import type {
  LabPicturesRequest,
  LabReading,
  LabReadingProgress,
} from "./api-lab.ts";

export interface LabCompressRequest extends Omit<
  LabPicturesRequest,
  "part" | "source"
> {
  /** Null: the run's own. */
  readonly source: string | null;
  /** Up to so many held-out pictures are measured. */
  readonly limit: number;
  /** The curves as PNG, SVG or CSV, by the name's ending; null: none. */
  readonly out: string | null;
  /** A PNG of some pictures at about equal bits; null: none. */
  readonly examples: string | null;
  readonly overwrite: boolean;
}

export type LabCompressProgress =
  | LabReadingProgress
  | {
      readonly kind: "compressing";
      readonly done: number;
      readonly of: number;
    };

/**
 * `autoencoder`, `pca`: codes, and as many principal components of the training part, rounded and
 * counted by an arithmetic coder that has seen those of the training part. `jpeg-sheet`: all
 * pictures on one JPEG, header and tables shared. `jpeg-scan`: JPEG files without their headers, with
 * common tables. `jpeg-file`: whole JPEG files, one for each picture.
 */
export const COMPRESSIONS = [
  "autoencoder",
  "pca",
  "jpeg-sheet",
  "jpeg-scan",
  "jpeg-file",
] as const;
export type Compression = (typeof COMPRESSIONS)[number];

export interface RatePoint {
  /** Mean bits of a picture. */
  readonly bits: number;
  /** In dB, of the mean squared error over all pictures, which come out with 8 bits. */
  readonly psnr: number;
  /** JPEG's quality; of the others the step, in squared changes of the picture's samples. */
  readonly at: number;
}

/** Rejects with LAB_UNSUITABLE, `few`; and as `labEncode`. */
export interface LabCompressResult {
  readonly run: string;
  readonly reading: LabReading;
  readonly latent: number;
  readonly shape: PictureShape;
  /** Pictures that the coders' counts are from, and those that are measured. */
  readonly known: number;
  readonly measured: number;
  readonly curves: readonly {
    readonly name: Compression;
    /** Fewest bits first. */
    readonly points: readonly RatePoint[];
  }[];
  /** Where the autoencoder and the sheet of JPEG take about equal bits. Pictures in 0..255, C×H×W, one after the other. */
  readonly examples: {
    readonly names: readonly string[];
    readonly originals: Uint8Array;
    readonly rows: readonly (RatePoint & {
      readonly name: Compression;
      readonly pictures: Uint8Array;
    })[];
  };
  readonly files: readonly string[];
}

export interface LabCompressUseCases {
  readonly labCompress: UseCase<
    LabCompressRequest,
    LabCompressProgress,
    LabCompressResult
  >;
}
