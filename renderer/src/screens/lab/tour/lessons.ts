/** The guided tour: what each lesson sets up, and where it ends; its texts are `lab.lesson_<name>-…`. */
import type { LabPlan } from "../../../../../electron/contract/lab-values.ts";
import type { Tab } from "../lab.svelte.ts";

type LessonName =
  | "undercomplete"
  | "deep"
  | "convolutional"
  | "denoising"
  | "map"
  | "features"
  | "anomalies"
  | "generation";

export interface Lesson {
  readonly name: LessonName;
  readonly source: "digits" | "shapes";
  readonly settings: Partial<
    Omit<LabPlan, "source" | "budget" | "seed" | "device">
  >;
  /** Of a run that was made so. */
  readonly tab: Tab;
}

const wish = { source: "digits", tab: "overview" } as const;

export const LESSONS: readonly Lesson[] = [
  {
    ...{ ...wish, name: "undercomplete" },
    settings: { network: "dense", latent: 16 },
  },
  { ...wish, name: "deep", settings: { network: "deep", latent: 16 } },
  {
    ...{ ...wish, name: "convolutional", source: "shapes" },
    settings: { network: "conv", latent: 16 },
  },
  {
    ...{ ...wish, name: "denoising", tab: "reconstruct" },
    settings: {
      ...{ network: "deep", latent: 32 },
      corruption: { kind: "white", amount: 80 },
    },
  },
  {
    ...{ ...wish, name: "map", tab: "map" },
    settings: { network: "deep", latent: 2 },
  },
  {
    ...{ ...wish, name: "features", tab: "features" },
    settings: { network: "dense", latent: 32, sparse: 0.01 },
  },
  {
    ...{ ...wish, name: "anomalies", tab: "anomalies" },
    settings: { network: "deep", latent: 16, without: ["7"] },
  },
  {
    ...{ ...wish, name: "generation", tab: "generate" },
    settings: { network: "vae", latent: 8 },
  },
];
