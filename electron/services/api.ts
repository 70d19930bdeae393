/**
 * What the engine does for every host, as types: one request, one kind of
 * progress and one result for each use case. Nothing here runs.
 *
 * Conventions: a path is absolute or relative to the working folder, which the
 * engine's process shares, and reports repeat it as it was given. Noise levels
 * (σ) are in 0..255 units, sliders in 0..100, sizes in megapixels of 10⁶ pixels,
 * times in seconds. Everything survives structured copying: no functions, no
 * class instances, no `undefined` in place of a value.
 */
import type { ErrorCode, ErrorDetails } from "../../models/errors.ts";
import type { ModelAdapter } from "../../models/inference/adapter.ts";
import type { Integrity } from "../../models/inference/integrity.ts";
import type { NoiseSetting } from "../../models/inference/noise-setting.ts";
import type { CameraProfile } from "../../models/noise/camera-profiles.ts";
import type { NetworkName } from "../../models/networks/table.ts";
import type { TrainingNoise } from "../../models/noise/mixes.ts";
import type { TrainingReport } from "../../models/training/report.ts";
import type { EncodingChoices, FileDepth, Notice } from "../codecs/codec.ts";
import type { ImageFacts, ImageUseCases } from "./api-images.ts";
import type {
  InspectFolderProgress,
  InspectFolderRequest,
  InspectFolderResult,
  TrainProgress,
  TrainRequest,
  TrainingCropRequest,
  TrainingCropResult,
  TrainingPictureRequest,
  TrainingPictureResult,
  TrainingPlacesRequest,
  TrainingPlacesResult,
  TrainResult,
} from "./api-training.ts";

/** An error as data. `message` is for logs; people read the catalogue's text for `code`. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

export type DeviceId =
  "cpu" | "webgpu" | "cuda" | "directml" | "coreml" | "tensorflow";
/** `auto` takes the quickest device that gives right answers. */
export type DeviceWish = DeviceId | "auto";

/** Which device works, and why that one. */
export interface DeviceChoice {
  readonly device: DeviceId;
  /** As the driver or the operating system calls it. */
  readonly name: string;
  /**
   * `fallback`: another one failed in the middle of work, or was asked for by `auto` and failed.
   * `meanwhile`: the others have not been tried yet. `unsupported`: the device that was chosen does
   * not run models that others made.
   */
  readonly why:
    "asked" | "fastest" | "only" | "fallback" | "meanwhile" | "unsupported";
  /** The device that was left, when `why` is `fallback` or `unsupported`. */
  readonly failed?: DeviceId;
}

/** The device changed while working, usually to the CPU. */
export interface DeviceChanged {
  readonly kind: "device";
  readonly choice: DeviceChoice;
}

/** The noise of one image: measured, or only `sigma` when the level was given. */
export interface NoiseReport {
  /** Standard deviation of red, green, blue. */
  readonly sigma: readonly [number, number, number];
  /** Signal dependence: variance = a·x + b with samples x and noise in 0..1. */
  readonly a?: number;
  readonly b?: number;
  /** Noise of the second finest scale over that of the finest; 1 for white noise. */
  readonly correlation?: number;
  readonly correlated?: boolean;
  /** Mean variance, in squared 0..1 units, at the centres of equal ranges of intensity from black to white. */
  readonly curve?: readonly number[];
  /** The camera profile that it is from; absent where it was measured on the image itself. */
  readonly profile?: { readonly camera: string; readonly iso: number };
}

/** All of it, as `auto` takes it. */
export type ImageNoise = Required<Omit<NoiseReport, "profile">> &
  Pick<NoiseReport, "profile">;

// --- denoise -----------------------------------------------------------------

/** What can be written. */
export type OutputFormat = "png" | "jpeg" | "tiff" | "webp" | "avif";

/** What can be read. */
export type ImageFormat =
  OutputFormat | "gif" | "bmp" | "pnm" | "hdr" | "exr" | "jxl" | "heic" | "raw";

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
  /** `auto` measures each image; levels (0..100) are taken to be the same everywhere. */
  readonly noise: NoiseSetting;
  readonly strength: number;
  readonly luma: number;
  readonly chroma: number;
  readonly detail: number;
  readonly device: DeviceWish;
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

export type EvaluateSource =
  /** Clean images, to which white noise is added in float, unclipped. */
  | {
      readonly kind: "clean";
      readonly folder: string;
      readonly noise: number;
      readonly seed: number;
    }
  /** One folder holding `x_real.png` with `x_mean.png`. */
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
  readonly device: DeviceWish;
}

export interface ImageScore {
  readonly image: string;
  readonly psnr: number;
  readonly ssim: number;
  readonly noisyPsnr: number;
  readonly megapixels: number;
  readonly seconds: number;
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
  readonly perImage: readonly ImageScore[];
}

// --- train -------------------------------------------------------------------

export type { NetworkName };
export type { TrainingNoise };

// --- analyze -----------------------------------------------------------------

export interface AnalyzeRequest {
  readonly image: string;
}

export interface AnalyzeResult extends ImageFacts {
  readonly image: string;
}

// --- devices -----------------------------------------------------------------

export interface DevicesRequest {
  /**
   * Start a throw-away process for each device and compare a known answer. `later`: answer at once,
   * and do so when there is nothing else to do.
   */
  readonly probe: boolean | "later";
}

export type DeviceNote = "notInstalled" | "withoutGpu";

export interface DeviceReport {
  readonly device: DeviceId;
  readonly name: string;
  /**
   * `absent`: this platform's runtime has no such provider. `unavailable`:
   * the adapter or a library is missing. `wrong`: the known answer came out
   * otherwise. `crashed`: the probe's process died. `unprobed`: not tried.
   */
  readonly status:
    "ready" | "absent" | "unavailable" | "wrong" | "crashed" | "unprobed";
  /** What TensorFlow is here: not installed, or without a graphics adapter that it can use. */
  readonly note?: DeviceNote;
  /** The driver's or runtime's own words, when it is not ready. */
  readonly detail?: string;
  /** Of the probe's network on its tile, when it is ready. */
  readonly mpxPerSecond?: number;
  /** Found at an earlier start of the engine; nothing has changed since that it depends on. */
  readonly earlier?: true;
}

export interface DevicesResult {
  readonly devices: readonly DeviceReport[];
  /** What `auto` means on this machine. */
  readonly choice: DeviceChoice;
}

// --- models ------------------------------------------------------------------

export interface ModelsRequest {
  /** One network, read and checked; null lists all that have names, shipped and the user's own. */
  readonly model: string | null;
}

export interface ModelReport {
  readonly name: string;
  readonly file: string;
  readonly megabytes: number;
  /** `file`: it was named by its path. */
  readonly origin: "shipped" | "imported" | "trained" | "file";
  /** Unknown for what is not Nítido's own. */
  readonly network?: NetworkName;
  readonly noise?: TrainingNoise;
  readonly parameters?: number;
  /** Of networks that were trained here: whether they beat what they were compared with. */
  readonly report?: TrainingReport;
  /** The card as it is written, plain JSON; absent where there is none or it is damaged. */
  readonly card?: Readonly<Record<string, unknown>>;
}

export interface ModelsResult {
  readonly models: readonly ModelReport[];
}

// --- inspectModel ------------------------------------------------------------

export interface InspectModelRequest {
  /** An ONNX file that others made, or that was trained here. */
  readonly path: string;
}

/** Rejects with FILE_NOT_FOUND, MODEL_DAMAGED, or MODEL_UNSUITABLE for what is no denoiser. */
export interface InspectModelResult {
  /** The file's, without extension. */
  readonly name: string;
  /** Found by trying the model on the CPU. */
  readonly adapter: ModelAdapter;
}

// --- measureModel ------------------------------------------------------------

export interface MeasureModelRequest {
  /** A name from the list of models, or the path of an `.onnx` file. */
  readonly model: string;
  readonly device: DeviceWish;
}

export interface MeasureModelResult {
  readonly integrity: Integrity;
  readonly device: DeviceId;
  /** Of windows as large as the model likes. */
  readonly mpxPerSecond: number;
  /** The number of weights. */
  readonly parameters: number;
}

// --- profileFolder -----------------------------------------------------------

export interface ProfileFolderRequest {
  /** Photographs of one's cameras, entered in full. */
  readonly folder: string;
}

/** At most about ten times a second. */
export interface ProfileFolderProgress {
  readonly kind: "profiling";
  /** `reading`: which camera took each; `measuring`: the noise of some of each setting. */
  readonly what: "reading" | "measuring";
  readonly done: number;
  readonly of: number;
}

/** Rejects with FILE_NOT_FOUND, and with DATA_UNSUITABLE where there is nothing to make a profile of. */
export interface ProfileFolderResult {
  /** What was made, and is kept from now on: `auto` noise follows it. */
  readonly profiles: readonly CameraProfile[];
  /** Photographs without the camera or ISO in their EXIF, and those of settings with fewer than three. */
  readonly anonymous: number;
  readonly few: number;
}

// --- bench -------------------------------------------------------------------

export interface BenchRequest {
  readonly network: NetworkName;
  readonly device: DeviceWish;
}

export interface BenchProgress {
  readonly kind: "phase";
  readonly phase: "peak" | "train" | "infer";
  /** Of the whole measurement, 0..1. */
  readonly fraction: number;
}

export interface BenchResult {
  readonly device: DeviceId;
  readonly network: NetworkName;
  readonly trainMpxPerSecond: number;
  readonly inferMpxPerSecond: number;
  readonly inferGflops: number;
  /** Of a large matrix product, measured in the same run. */
  readonly peakGflops: number;
}

// --- the table ---------------------------------------------------------------

export interface UseCase<Request, Progress, Result> {
  readonly request: Request;
  readonly progress: Progress;
  readonly result: Result;
}

/** Every use case. Adding one here makes the engine and its client fail to compile until both know it. */
export interface UseCases extends ImageUseCases {
  readonly denoise: UseCase<DenoiseRequest, DenoiseProgress, DenoiseResult>;
  readonly evaluate: UseCase<EvaluateRequest, EvaluateProgress, EvaluateResult>;
  readonly train: UseCase<TrainRequest, TrainProgress, TrainResult>;
  readonly trainingCrop: UseCase<
    TrainingCropRequest,
    never,
    TrainingCropResult
  >;
  readonly trainingPlaces: UseCase<
    TrainingPlacesRequest,
    never,
    TrainingPlacesResult
  >;
  readonly trainingPicture: UseCase<
    TrainingPictureRequest,
    never,
    TrainingPictureResult
  >;
  readonly analyze: UseCase<AnalyzeRequest, never, AnalyzeResult>;
  readonly devices: UseCase<DevicesRequest, never, DevicesResult>;
  readonly models: UseCase<ModelsRequest, never, ModelsResult>;
  readonly inspectFolder: UseCase<
    InspectFolderRequest,
    InspectFolderProgress,
    InspectFolderResult
  >;
  readonly profileFolder: UseCase<
    ProfileFolderRequest,
    ProfileFolderProgress,
    ProfileFolderResult
  >;
  readonly inspectModel: UseCase<
    InspectModelRequest,
    never,
    InspectModelResult
  >;
  readonly measureModel: UseCase<
    MeasureModelRequest,
    never,
    MeasureModelResult
  >;
  readonly bench: UseCase<BenchRequest, BenchProgress, BenchResult>;
}

export type UseCaseName = keyof UseCases;

/** How a caller follows and stops a call. */
export interface Watch<Progress> {
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting makes the call reject with CANCELLED once everything partial is removed. */
  readonly signal?: AbortSignal;
}

/** One use case as a function. It rejects with a NitidoError. */
export type Call<Name extends UseCaseName> = (
  request: UseCases[Name]["request"],
  watch?: Watch<UseCases[Name]["progress"]>,
) => Promise<UseCases[Name]["result"]>;

/** The engine as its callers see it: every use case, and a way to end it. */
export type Engine = { readonly [Name in UseCaseName]: Call<Name> } & {
  /** Ends the engine's process; calls in progress reject with CANCELLED. */
  readonly stop: () => Promise<void>;
};
