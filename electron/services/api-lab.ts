/**
 * What is asked and told about the lab: the types of its use cases. Conventions as in api.ts.
 *
 * A source of pictures is a folder, whose folders' names are the classes, an IDX file (`.gz` too),
 * with the file of labels beside it, one image file, or the name of a built-in set: `digits`, `shapes`.
 */
import type { RocPoint } from "../../models/lab/anomaly.ts";
import type { Corruption } from "../../models/lab/corrupt.ts";
import type { ReconstructionLoss } from "../../models/lab/losses.ts";
import type { PictureShape } from "../../models/networks/autoencoders/autoencoder.ts";
import type { AutoencoderKind } from "../../models/networks/autoencoders/table.ts";
import type {
  DeviceChoice,
  DeviceId,
  DeviceWish,
  ErrorData,
  UseCase,
} from "./api.ts";

export type { AutoencoderKind, Corruption, PictureShape };

/** Which of a source's pictures: those that a run with the same source learnt from, or those it did not. */
export type LabPart = "all" | "training" | "held-out";

/** What should be known of how pictures were read. */
export interface LabReading {
  readonly pictures: number;
  /** Of those, how many had another shape, so that only their middle is used. */
  readonly cropped: number;
  /** Left out, because they are smaller than what they should become. */
  readonly small: number;
  /** Left out; at most 100 of them are listed. */
  readonly unreadable: number;
  readonly failed: readonly {
    readonly file: string;
    readonly error: ErrorData;
  }[];
  /** In alphabetical order; null without labels. */
  readonly classes: readonly string[] | null;
}

/** At most about ten times a second. */
export interface LabReadingProgress {
  readonly kind: "reading";
  readonly done: number;
  readonly of: number;
}

// --- labTrain ----------------------------------------------------------------

export interface LabTrainRequest {
  readonly source: string;
  /** Edge of the square pictures in pixels; null: that of IDX and built-in pictures, 32 for folders. */
  readonly size: number | null;
  readonly grey: boolean;
  /** Classes that are left out, to be found as anomalies later. */
  readonly without: readonly string[];
  readonly network: AutoencoderKind;
  readonly latent: number;
  /** Units or channels between picture and code; null: the network's own. */
  readonly widths: readonly number[] | null;
  readonly corruption: Corruption | null;
  /** Each pair of layers learns alone at first, with half of the steps; not variational ones. */
  readonly greedy: boolean;
  /** Null: what suits the network. */
  readonly reconstruction: ReconstructionLoss | null;
  readonly beta: number;
  readonly sparse: number;
  readonly contractive: number;
  /** Steps from neighbour to neighbour to the picture that one should become; 0: itself (`LabRecipe.walk`). */
  readonly walk: number;
  readonly budget: { readonly minutes: number } | { readonly steps: number };
  readonly seed: number;
  readonly device: DeviceWish;
  /** The folder of the run. */
  readonly run: string;
  /**
   * Goes on where the run in that folder was broken off, from the beginning where there is none; one
   * that has ended answers at once. It must be the same run: see `otherSettings`, `otherPictures`.
   */
  readonly resume: boolean;
  readonly overwrite: boolean;
}

export type LabTrainProgress =
  | LabReadingProgress
  | {
      readonly kind: "started";
      readonly choice: DeviceChoice;
      readonly reading: LabReading;
      readonly shape: PictureShape;
      readonly training: number;
      readonly heldOut: number;
      readonly parameters: number;
      readonly steps: number;
      /** Steps that had been taken before. */
      readonly step: number;
    }
  /** At most about ten times a second. */
  | {
      readonly kind: "step";
      readonly step: number;
      readonly loss: number;
      readonly fraction: number;
      readonly secondsLeft: number;
      /** While pairs of layers learn alone: which, from 1, and of how many. */
      readonly layer?: number;
      readonly layers?: number;
    }
  /** After 10, 13, 18, … steps, and at the end: what some held-out pictures are to the network then. */
  | {
      readonly kind: "snapshot";
      readonly step: number;
      /** Mean squared error of all held-out pictures, from clean input. */
      readonly error: number;
      /** Pictures in 0..255, C×H×W, one after the other: as they are, what goes in, what comes out. */
      readonly shape: PictureShape;
      readonly originals: Uint8Array;
      readonly inputs: Uint8Array;
      readonly rebuilt: Uint8Array;
      /** Of up to 500 held-out pictures. */
      readonly codes: readonly (readonly number[])[];
      readonly labels: readonly string[] | null;
    }
  /** The principal components of the same pictures are computed. */
  | { readonly kind: "comparing" };

/** Mean squared errors per sample in 0..1, of pictures that were held out. */
export interface LabFigures {
  readonly error: number;
  /** What projecting on so many principal components of the training pictures leaves. */
  readonly pca: readonly {
    readonly components: number;
    readonly error: number;
  }[];
  /** Around the mean picture. */
  readonly variance: number;
  /** Of pictures whose samples are shuffled among them: evidence of mere copying when it is hardly larger. */
  readonly shuffledError: number;
  readonly couldCopy: boolean;
  /** Of corrupted pictures, before and after; denoising autoencoders only. */
  readonly corrupted?: { readonly before: number; readonly after: number };
}

/**
 * Rejects with LAB_UNSUITABLE: `few` pictures, `latent`, `widths`, `levels`, `unknownClass`, `greedy`
 * of a variational network, `otherSettings` and `otherPictures` than those of the run to go on with;
 * with FILE_NOT_FOUND, FILE_DAMAGED, CHECKPOINT_DAMAGED, OUTPUT_EXISTS, TRAINING_DIVERGED. CANCELLED,
 * with `run` in its details, once there is something to go on from.
 */
export interface LabTrainResult {
  readonly run: string;
  readonly device: DeviceId;
  readonly network: AutoencoderKind;
  readonly latent: number;
  readonly shape: PictureShape;
  readonly parameters: number;
  readonly training: number;
  readonly heldOut: number;
  readonly steps: number;
  readonly seconds: number;
  readonly loss: number;
  readonly figures: LabFigures;
}

// --- labEncode, labDecode ----------------------------------------------------

/** Pictures for a trained run. */
export interface LabPicturesRequest {
  readonly run: string;
  readonly source: string;
  readonly part: LabPart;
  readonly device: DeviceWish;
}

export interface LabCode {
  /** A file relative to the folder, or a number in the file or set, from 0. */
  readonly picture: string;
  readonly label: string | null;
  readonly code: readonly number[];
}

/** Rejects with FILE_NOT_FOUND, CHECKPOINT_DAMAGED for the run, and as `labTrain` for pictures. */
export interface LabEncodeResult {
  readonly run: string;
  readonly latent: number;
  readonly reading: LabReading;
  readonly codes: readonly LabCode[];
}

export interface LabDecodeRequest {
  readonly run: string;
  /** Each of the run's number of units; null: `count` draws from the prior, variational runs only. */
  readonly codes: readonly (readonly number[])[] | null;
  readonly count: number;
  readonly seed: number;
  /** PNG files: one for each picture in a folder, or all on one sheet. */
  readonly out:
    | { readonly kind: "folder"; readonly folder: string }
    | {
        readonly kind: "sheet";
        readonly file: string;
        readonly columns: number;
      }
    | null;
  readonly overwrite: boolean;
  readonly device: DeviceWish;
}

/** Rejects with LAB_UNSUITABLE: `codes` of another length, `noPrior`; and as `labEncode`. */
export interface LabDecodeResult {
  readonly run: string;
  readonly shape: PictureShape;
  /** The codes that were decoded. */
  readonly codes: readonly (readonly number[])[];
  /** In 0..255, C×H×W, one after the other. */
  readonly pictures: Uint8Array;
  readonly files: readonly string[];
}

// --- labMap ------------------------------------------------------------------

export const MAP_METHODS = ["umap", "tsne", "pca", "units"] as const;
/** `units`: the first two of the latent space, as they are. */
export type MapMethod = (typeof MAP_METHODS)[number];
/** t-SNE compares every picture with every other: so many take about ten seconds. */
export const MOST_TSNE = 1000;

export interface LabMapRequest extends LabPicturesRequest {
  /** Null: `units` of a code of two, UMAP of a longer one. */
  readonly method: MapMethod | null;
  /** Up to so many pictures, spread evenly over the source; of t-SNE up to MOST_TSNE, whatever is wished. */
  readonly limit: number;
  readonly seed: number;
  /** A PNG of thumbnails; null: none. */
  readonly out: string | null;
  /** Of that PNG, in pixels. */
  readonly edge: number;
  readonly overwrite: boolean;
}

export interface LabMapResult {
  readonly run: string;
  readonly method: MapMethod;
  readonly reading: LabReading;
  readonly points: readonly {
    readonly picture: string;
    readonly label: string | null;
    readonly x: number;
    readonly y: number;
  }[];
  /** The share of each picture's ten nearest in pixels that are among its ten nearest on the map, and on one by PCA of the pixels. */
  readonly neighbours: { readonly map: number; readonly pca: number };
  /** The codes themselves beside as many principal components of the pixels, learnt from the training part. */
  readonly codes: {
    readonly units: number;
    /** Mean squared errors of the pictures made from them, per sample in 0..1. */
    readonly error: { readonly code: number; readonly pca: number };
    /** As above, in that many dimensions. */
    readonly neighbours: { readonly code: number; readonly pca: number };
  };
  readonly file: string | null;
}

// --- labAnomalies ------------------------------------------------------------

export const ANOMALY_SCORES = ["neighbours", "error"] as const;
/**
 * `neighbours`: how far away the nearest pictures that the run learnt from are, in looks, codes and bends
 * (`models/lab/unlike.ts`). `error`: the mean squared error of the reconstruction.
 */
export type AnomalyScore = (typeof ANOMALY_SCORES)[number];

export interface LabAnomaliesRequest extends LabPicturesRequest {
  /** Ordinary pictures that the threshold is from; null: those that the run held out of its own source. */
  readonly clean: string | null;
  /** `error` unless told otherwise. */
  readonly score?: AnomalyScore;
  /** Of the ordinary pictures' scores, 0..100. */
  readonly percentile: number;
  /** The classes that are anomalies, to measure how well they are found; empty: not known. */
  readonly anomalous: readonly string[];
  /** A folder for heat-maps of what is found, the worst first; null: none. */
  readonly out: string | null;
  /** At most so many heat-maps. */
  readonly limit: number;
  readonly overwrite: boolean;
}

/** Rejects with LAB_UNSUITABLE: `unlabelled`, `oneClass` where `anomalous` needs classes to compare; and as `labEncode`. */
export interface LabAnomaliesResult {
  readonly run: string;
  readonly reading: LabReading;
  /** Score from which on a picture is an anomaly. */
  readonly threshold: number;
  /** How many there are. */
  readonly found: number;
  /** The worst first. */
  readonly pictures: readonly {
    readonly picture: string;
    readonly label: string | null;
    readonly score: number;
    readonly anomaly: boolean;
  }[];
  /** Null when it is not known which are anomalies. */
  readonly auc: number | null;
  /** Without the first point, at which nothing is an anomaly. */
  readonly roc: readonly RocPoint[] | null;
  readonly files: readonly string[];
}

export interface LabUseCases {
  readonly labTrain: UseCase<LabTrainRequest, LabTrainProgress, LabTrainResult>;
  readonly labEncode: UseCase<
    LabPicturesRequest,
    LabReadingProgress,
    LabEncodeResult
  >;
  readonly labDecode: UseCase<LabDecodeRequest, never, LabDecodeResult>;
  readonly labMap: UseCase<LabMapRequest, LabReadingProgress, LabMapResult>;
  readonly labAnomalies: UseCase<
    LabAnomaliesRequest,
    LabReadingProgress,
    LabAnomaliesResult
  >;
}
