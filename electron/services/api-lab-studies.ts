/** What is found out about a trained run in the lab: what its encoder is worth to a classifier. Conventions as in api-lab.ts. */
import type { UseCase } from "./api.ts";
import type {
  Corruption,
  LabPart,
  LabPicturesRequest,
  LabReading,
  LabReadingProgress,
} from "./api-lab.ts";

// --- labClassify -------------------------------------------------------------

export interface LabClassifyRequest extends Omit<LabPicturesRequest, "part"> {
  /**
   * What the classifiers are measured on: `held-out`, or, to try what suits without seeing those,
   * `training`: its pictures that are not among the labelled ones.
   */
  readonly part: Exclude<LabPart, "all">;
  /** Labelled pictures of each class, drawn anew for each seed; null: all that there are. */
  readonly perClass: number | null;
  readonly seeds: readonly number[];
  readonly steps: number;
  /** The highest learning rate. */
  readonly rate: number;
  /** Whether the run's encoder stays as it is, and only the layers on it learn; from random weights all do. */
  readonly frozen: boolean;
  /** What is done to labelled pictures each time they are used; null: nothing. */
  readonly corruption: Corruption | null;
  /** Of the run's prior, shown to the classifiers from random weights; 0: none. Variational runs only. */
  readonly samples: number;
}

export type LabClassifyProgress =
  | LabReadingProgress
  | {
      readonly kind: "learning";
      /** Classifiers that are done, and all. */
      readonly done: number;
      readonly of: number;
      /** Of the one that learns now, 0..1. */
      readonly fraction: number;
    };

/** Shares, 0..1, of the held-out pictures that are recognised. */
export interface LabAccuracy {
  /** After the last step. */
  readonly accuracy: number;
  readonly curve: readonly {
    readonly step: number;
    readonly accuracy: number;
  }[];
}

/**
 * Rejects with LAB_UNSUITABLE: `unlabelled`, `oneClass`, `noPrior` where samples are asked for; and
 * as `labEncode`.
 */
export interface LabClassifyResult {
  readonly run: string;
  readonly reading: LabReading;
  readonly classes: readonly string[];
  /** Labelled pictures that each classifier learnt from. */
  readonly labelled: number;
  /** Pictures that they are measured on. */
  readonly heldOut: number;
  readonly steps: number;
  readonly seeds: readonly {
    readonly seed: number;
    /** The run's kind of encoder from random weights, and from those of the run. */
    readonly random: LabAccuracy;
    readonly pretrained: LabAccuracy;
  }[];
  /** Means over the seeds. */
  readonly accuracy: { readonly random: number; readonly pretrained: number };
  /** The mean of the largest probability that the classifiers from random weights give. */
  readonly confidence: {
    readonly heldOut: number;
    /** Of held-out pictures whose pixels are shuffled among them: what is no picture at all. */
    readonly shuffled: number;
    /** Of draws from the prior. */
    readonly samples: number | null;
    /** How many draws are taken for each class. */
    readonly sampleClasses: readonly number[] | null;
  };
}

export interface LabStudyUseCases {
  readonly labClassify: UseCase<
    LabClassifyRequest,
    LabClassifyProgress,
    LabClassifyResult
  >;
}
