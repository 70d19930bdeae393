/** What is asked and told about training: the types of its use cases. Conventions as in api.ts. */
import type { DataModeName } from "../../models/training/recipe.ts";
import type { TrainingSettings } from "../../models/training/settings.ts";
import type { TrainingReport } from "../../models/training/report.ts";
import type { ReasonCode } from "../../models/training/folder/proposal.ts";
import type {
  DeviceChanged,
  DeviceChoice,
  DeviceId,
  DeviceWish,
  ErrorData,
  NetworkName,
  TrainingNoise,
} from "./api.ts";

export type { DataModeName, ReasonCode, TrainingReport, TrainingSettings };

// --- inspectFolder -----------------------------------------------------------

export interface InspectFolderRequest {
  /** Entered in full. */
  readonly folder: string;
}

/** At most about ten times a second. */
export interface InspectFolderProgress {
  readonly kind: "inspecting";
  /** `files`: each is looked at; `noise`: that of a sample is measured; `pairs`, `bursts`: they are compared. */
  readonly what: "files" | "noise" | "pairs" | "bursts";
  readonly done: number;
  readonly of: number;
}

/** Why a photograph cannot be learnt from. `duplicate`: the same bytes as `of`; `similar`: a copy of it. */
export interface LeftOut {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  readonly why: "unreadable" | "tiny" | "overexposed" | "duplicate" | "similar";
  readonly error?: ErrorData;
  readonly of?: string;
}

/** `size`: the two have different sizes; `scene`: no shift of a few pixels brings them together. */
export interface RefusedPair {
  readonly noisy: string;
  readonly clean: string;
  readonly why: "size" | "scene";
  /** The best correlation found, −1..1; absent when sizes differ. */
  readonly correlation?: number;
}

/** Noise over the measured photographs, σ in 0..255 units. */
export interface FolderNoise {
  readonly photographs: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Median HH₂/HH₁; 1 for white noise. */
  readonly correlation: number;
  /** From how many pixels apart on the noise is independent, in nine of ten photographs; 1 for white noise. */
  readonly length: number;
  /** Shares of the photographs, 0..1: without visible noise, and with correlated noise. */
  readonly clean: number;
  readonly correlated: number;
}

/** Lists hold at most 1000 entries each; the counts are complete. Rejects with FILE_NOT_FOUND, FILE_UNREADABLE. */
export interface InspectFolderResult {
  readonly folder: string;
  /** With the name of an image. */
  readonly files: number;
  readonly usable: number;
  readonly megapixels: number;
  /** Of those usable, how many have 16 bits a sample. */
  readonly deep: number;
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCounts: Readonly<Record<LeftOut["why"], number>>;
  readonly pairs: {
    readonly usable: number;
    /** Of those usable, how many are shifted by whole pixels, which is corrected. */
    readonly shifted: number;
    readonly refused: readonly RefusedPair[];
    readonly refusedCount: number;
  };
  /** Of frames that are aligned. */
  readonly bursts: { readonly count: number; readonly frames: number };
  /** Some of those usable, from all over the folder, to show what is in it. */
  readonly samples: readonly string[];
  /** Null when nothing is usable. */
  readonly noise: FolderNoise | null;
  readonly proposal: {
    /** Null: the folder allows no training as it is. */
    readonly mode: DataModeName | null;
    readonly reason: ReasonCode;
  };
}

// --- train -------------------------------------------------------------------

export interface TrainRequest {
  /** The folder of photographs, entered in full. */
  readonly folder: string;
  /** What they are; `auto` inspects them. */
  readonly data: DataModeName | "auto";
  /** Whether the noise meter learns too, and is written beside the network, in `meter/`; absent: no. */
  readonly trainMeter?: boolean;
  /** A folder of noisy photographs, whose noise is measured and added to clean ones; null: `noise` says which. */
  readonly like: string | null;
  /** The network to write, ending in `.onnx`; its card goes beside it as `.json`. */
  readonly out: string;
  /** The run folder: recipe.json, metrics.jsonl, checkpoints, snapshots. */
  readonly run: string;
  /** Go on from the newest checkpoint in `run`, whose recipe then decides all but the budget. */
  readonly resume: boolean;
  /** With `resume`: no more steps; the network of the newest checkpoint is written at once. */
  readonly finish: boolean;
  readonly network: NetworkName;
  /** Weights to start from: a shipped network's name, an `.onnx` file, or `none`. */
  readonly base: string;
  /** With base `none`: the folder of a run of the lab, of the network `unet`, whose encoder to begin with; null: random weights. */
  readonly encoder: string | null;
  readonly noise: TrainingNoise;
  /** Null: as the resumed recipe says. */
  readonly budget:
    { readonly minutes: number } | { readonly steps: number } | null;
  readonly seed: number;
  /** What the recipe is to have otherwise than it has by itself; without effect on a resumed one. */
  readonly settings: TrainingSettings;
  readonly device: DeviceWish;
  /** Replace `out` and `run` when they are there. */
  readonly overwrite: boolean;
}

/** Where a training is. */
export interface TrainingNow {
  readonly step: number;
  /** Smoothed over recent steps. */
  readonly loss: number;
  readonly learningRate: number;
  readonly mpxPerSecond: number;
  /** What the engine does on this device where data is there already; absent when it was not measured. */
  readonly benchMpxPerSecond?: number;
  /** Of the engine's process. */
  readonly memoryBytes: number;
  /** Since the training began, without the pauses. */
  readonly secondsElapsed: number;
  /** Of the budget, 0..1. */
  readonly fraction: number;
  readonly secondsLeft: number;
}

export type TrainProgress =
  | InspectFolderProgress
  | {
      readonly kind: "started";
      readonly choice: DeviceChoice;
      readonly network: NetworkName;
      readonly parameters: number;
      readonly data: DataModeName;
      /** Photographs, or pairs, that are learnt from, and held out to measure on. */
      readonly images: number;
      readonly heldOut: number;
      /** PSNR in dB of the held-out ones as they are and as the base denoises them; absent without any. */
      readonly noisyPsnr?: number;
      readonly basePsnr?: number;
      /** Steps taken before this session; 0 unless resumed. */
      readonly step: number;
    }
  /** At most about ten times a second. */
  | ({ readonly kind: "step" } & TrainingNow)
  | {
      readonly kind: "checkpoint";
      readonly step: number;
      readonly file: string;
      /** Of held-out images, when they were measured. */
      readonly psnr?: number;
    }
  /** The network alone as it is at this step: kept for good, to look at pictures of how it learnt. */
  | { readonly kind: "snapshot"; readonly step: number; readonly file: string }
  /** After the last step: held-out photographs are measured for the report. Cancelled here, a resumed run measures again. */
  | { readonly kind: "measuring"; readonly done: number; readonly of: number }
  /**
   * It went back to this step: the loss rose far or was no number any more, and the learning rate is
   * halved; or memory ran out, and the batch is; or the device failed, and it goes on on the CPU.
   */
  | {
      readonly kind: "recovered";
      readonly why: "diverged" | "memory" | "device";
      readonly step: number;
      readonly batch: number;
      readonly learningRate: number;
    }
  | DeviceChanged;

/**
 * Cancelling writes a checkpoint, then rejects with CANCELLED and details `{ run }`, which are absent
 * where there was nothing yet to go on from. Also rejects with USAGE for settings outside their range.
 */
export interface TrainResult {
  /**
   * `done`: at the end of the budget; `stopped`: before it, by `finish`; `early`: before it, because
   * the held-out photographs were denoised worse and worse.
   */
  readonly ended: "done" | "stopped" | "early";
  readonly out: string;
  readonly run: string;
  readonly network: NetworkName;
  readonly data: DataModeName;
  readonly noise: TrainingNoise;
  readonly device: DeviceId;
  readonly steps: number;
  /** After how many steps the network was as it is written: of several that were measured the best. */
  readonly writtenStep: number;
  /** Since the training began, without the pauses. */
  readonly seconds: number;
  readonly mpxPerSecond: number;
  readonly loss: number;
  /** Of held-out photographs, in dB, when there were any; and that of the base. */
  readonly psnr?: number;
  readonly basePsnr?: number;
  /** Whether it beats what it is compared with, on held-out photographs. */
  readonly report: TrainingReport;
}

// --- pictures of a training ----------------------------------------------------

/** While it trains, between its steps, or later. */
export interface TrainingCropRequest {
  /** The run folder, and the folder of photographs that it learns from. */
  readonly run: string;
  readonly folder: string;
  /** One of its photographs, relative to the folder, with slashes; of a pair the noisy side. */
  readonly file: string;
  /** The left and upper border of the square; one that reaches outside of the photograph is moved. */
  readonly x: number;
  readonly y: number;
  /** In pixels, up to 256; smaller photographs give what they have. */
  readonly edge: number;
  /** The snapshot at this step, or the last one before; `base`: what the run is compared with. */
  readonly step: number | "base" | "newest";
  readonly device: DeviceWish;
}

/**
 * 8-bit RGB, row by row. The noise that is added to a clean photograph is always the same for the
 * recipe, the file and the place. Rejects with FILE_NOT_FOUND, CHECKPOINT_DAMAGED, and what reading
 * the photograph and using the device cause.
 */
export interface TrainingCropResult {
  readonly width: number;
  readonly height: number;
  /** Of the snapshot that was used; 0 for the base. */
  readonly step: number;
  readonly noisy: Uint8Array;
  readonly denoised: Uint8Array;
  /** Without noise, and how near to it both are, in dB; absent where nobody knows. */
  readonly reference?: Uint8Array;
  readonly psnr?: { readonly noisy: number; readonly denoised: number };
}

export interface TrainingPlacesRequest {
  readonly run: string;
  readonly folder: string;
  readonly count: number;
  /** In pixels, of the squares. */
  readonly edge: number;
  /**
   * `variety`: fine detail, edges and smooth areas in turn, each of another photograph while there
   * are any. `difference`: where the base and the newest snapshot differ most, which is measured.
   */
  readonly by: "variety" | "difference";
  readonly device: DeviceWish;
}

export interface TrainingPlace {
  readonly file: string;
  readonly x: number;
  readonly y: number;
  readonly edge: number;
  /** Whether the photograph is held out from the training. */
  readonly heldOut: boolean;
}

/** Held-out photographs come first. Rejects as `trainingCrop`. */
export interface TrainingPlacesResult {
  readonly places: readonly TrainingPlace[];
}

export interface TrainingPictureRequest {
  readonly run: string;
  readonly folder: string;
  /** As in `TrainingCropRequest`. */
  readonly file: string;
  /** Of the picture's sides, in pixels. */
  readonly longest: number;
}

/** A whole photograph, small, to choose a place on it. Rejects as `trainingCrop`. */
export interface TrainingPictureResult {
  /** Of the photograph. */
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
}
