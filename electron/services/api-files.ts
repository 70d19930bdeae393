/** What the engine does with whole files, as types; part of api.ts, whose conventions hold. */
import type { NoiseSetting } from "../../models/inference/noise-setting.ts";
import type {
  PictureRegret,
  RegretSummary,
} from "../../models/inference/regret.ts";
import type { NoiseModelName } from "../../models/noise/table.ts";
import type { EncodingChoices, FileDepth, Notice } from "../codecs/codec.ts";
import type {
  DeviceChanged,
  DeviceChoice,
  DeviceId,
  DeviceWish,
  ErrorData,
  NoiseReport,
  OutputFormat,
  UseCase,
} from "./api.ts";

// --- denoise -----------------------------------------------------------------

/** Part `index` (from 1) of `count` equal shares of a batch. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface DenoiseRequest extends EncodingChoices {
  /** Files and folders. */
  readonly inputs: readonly string[];
  /**
   * The id of an open image, when `inputs` is its one file: its pixels are not read again, and not
   * denoised again where the preview has done so with the same model and noise. Without effect when
   * it is not open any more.
   */
  readonly image?: string;
  /** A folder; or a file, when `inputs` is one file and this ends like an image and is no folder. */
  readonly out: string;
  /** Enter the folders inside folders. */
  readonly recursive: boolean;
  /** Only these of the photographs; all unless told otherwise. */
  readonly shard?: Shard;
  /** A shipped network's name, or the path of an `.onnx` file. */
  readonly model: string;
  /** `auto` and amounts measure each image; levels (0..100) are taken to be the same everywhere. */
  readonly noise: NoiseSetting;
  readonly strength: number;
  readonly luma: number;
  readonly chroma: number;
  readonly detail: number;
  readonly device: DeviceWish;
  /** What all of the work may take, in megabytes; a quarter of the machine's memory unless told otherwise. */
  readonly memoryLimit?: number;
  /** `keep` takes the nearest for originals whose format is only read: FORMATS in codecs/formats.ts. */
  readonly format: "keep" | OutputFormat;
  /** A format without this depth takes the next greater one, or its greatest. */
  readonly bitDepth: "keep" | FileDepth;
  /** `no-location`: everything but GPS and names of places; `none`: the colour profile alone. Absent: `keep`. */
  readonly metadata?: "keep" | "no-location" | "none";
  /** The output's name without extension; naming.ts lists what may stand in braces. */
  readonly name: string;
  /** What to do when an output is there already. */
  readonly existing: "fail" | "overwrite" | "skip";
}

/** What became of one input. */
export interface FileReport {
  readonly input: string;
  /** Null when none could be named. */
  readonly output: string | null;
  readonly status: "done" | "failed" | "skipped";
  /** Set when `status` is `failed`. */
  readonly error?: ErrorData;
  /** Set when `status` is `done`. */
  readonly noise?: NoiseReport;
  /** What the user should know although it went well; absent or empty when there is nothing. */
  readonly notices?: readonly Notice[];
  /** 0 when the image could not be read. */
  readonly megapixels: number;
  readonly seconds: number;
}

export type DenoiseProgress =
  /** Once, when the inputs are known and the network is loaded. */
  | {
      readonly kind: "started";
      readonly files: number;
      readonly megapixels: number;
      readonly model: string;
      readonly choice: DeviceChoice;
    }
  /** At most about ten times a second. */
  | {
      readonly kind: "work";
      /** The file being worked on. */
      readonly input: string;
      /** Done so far, over all files. */
      readonly megapixels: number;
    }
  /** Once for each input, as soon as it is finished. */
  | { readonly kind: "file"; readonly file: FileReport }
  | DeviceChanged;

/** One report for each input, in their order. Cancelling rejects with CANCELLED and leaves no partial file. */
export interface DenoiseResult {
  readonly files: readonly FileReport[];
  readonly device: DeviceId;
  readonly model: string;
}

// --- evaluate ----------------------------------------------------------------

/** Clean images, to which noise is added. */
export interface CleanSource {
  readonly kind: "clean";
  readonly folder: string;
  /**
   * Absent: `white`. White noise without `jpeg` is added in float, unclipped; all else is rounded to
   * 8 bits.
   */
  readonly noiseModel?: AddedNoise;
  /** 0..100: the root mean square, in 0..255 units, of all that is added, before it is clipped. */
  readonly noise: number;
  readonly seed: number;
  /** Written so and read again; absent: no. */
  readonly jpeg?: AddedCompression;
}

export type AddedNoise = Exclude<NoiseModelName, "jpeg"> | "none";

export interface AddedCompression {
  /** 1..100. */
  readonly quality: number;
  /** `auto` is full resolution of colour from quality 90 on. */
  readonly subsampling: NonNullable<EncodingChoices["subsampling"]>;
}

export type EvaluateSource =
  | CleanSource
  /** One folder holding `x_real.png` with `x_mean.png`, or folders `noisy` and `clean`. */
  | { readonly kind: "pairs"; readonly folder: string }
  /** Two folders with files of the same names. */
  | {
      readonly kind: "folders";
      readonly noisy: string;
      readonly clean: string;
    };

export interface EvaluateRequest {
  readonly source: EvaluateSource;
  readonly model: string;
  /** The noise level that the network is told: measured in each image, or this one. */
  readonly assume: "auto" | number;
  /** Tries single levels too, and compares `assume` with the best of them for each image. Absent: no. */
  readonly regret?: boolean;
  readonly device: DeviceWish;
}

export interface ImageScore {
  readonly image: string;
  readonly psnr: number;
  readonly ssim: number;
  readonly noisyPsnr: number;
  readonly megapixels: number;
  readonly seconds: number;
  readonly regret?: PictureRegret;
}

export interface EvaluateProgress {
  readonly kind: "image";
  /** Images scored so far, of all. */
  readonly done: number;
  readonly images: number;
  readonly score: ImageScore;
}

/** Means over the images of each image's figure. One unreadable image rejects: a mean over fewer would mislead. */
export interface EvaluateResult {
  readonly model: string;
  readonly device: DeviceId;
  readonly images: number;
  readonly psnr: number;
  readonly ssim: number;
  readonly noisyPsnr: number;
  readonly regret?: RegretSummary;
  readonly perImage: readonly ImageScore[];
}

// --- proofs ------------------------------------------------------------------

/** A place where noise lay over texture, in a photograph and in its result. */
export interface ProofCropRequest {
  readonly before: string;
  readonly after: string;
  /** Of the square, in pixels. */
  readonly edge: number;
}

/** JPEG files in sRGB, in full size; null for a result of another size than its original. */
export type ProofCropResult = {
  readonly width: number;
  readonly height: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
} | null;

/** The part of `UseCases` that is about files. */
export interface FileUseCases {
  readonly denoise: UseCase<DenoiseRequest, DenoiseProgress, DenoiseResult>;
  readonly proofCrop: UseCase<ProofCropRequest, never, ProofCropResult>;
  readonly evaluate: UseCase<EvaluateRequest, EvaluateProgress, EvaluateResult>;
}
