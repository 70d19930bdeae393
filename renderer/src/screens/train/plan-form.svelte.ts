/** What is decided before a training starts: proposed from what the folder holds, changed by the person. */
import type {
  DataModeName,
  InspectFolderResult,
  NetworkName,
  TrainingBudget,
  TrainingPlan,
} from "../../../../electron/contract/training-values.ts";
import type {
  DeviceWish,
  ModelItem,
} from "../../../../electron/contract/values.ts";
import { DEFAULT_RECIPE } from "../../../../models/training/recipe.ts";
import { LONGEST_STRIDE } from "../../../../models/training/folder/proposal.ts";
import { FEWEST_FOR_REPORT } from "../../../../models/training/split.ts";
import {
  BUDGET_RANGES,
  fits,
  SEED_RANGE,
  SETTING_NAMES,
  SETTING_RANGES,
  type SettingName,
  type TrainingSettings,
} from "../../../../models/training/settings.ts";
import type { AppStore } from "../../state/app.svelte.ts";

/** Minutes that are offered; `own` asks for others, or for steps. */
export const BUDGETS = ["2", "10", "30", "120", "own"] as const;
export type BudgetChoice = (typeof BUDGETS)[number];

/** Which noise is added to clean photographs: a mix, or that of others. */
export type NoiseChoice = "photo" | "awgn" | "like";

export class PlanForm {
  readonly #app: AppStore;
  readonly found: InspectFolderResult;
  data: DataModeName;
  noise = $state<NoiseChoice>("photo");
  /** The folder that the noise is to be like. */
  like = $state("");
  network = $state<NetworkName>("fast");
  /** Null: the proposed one. */
  #base = $state<string | null>(null);
  budget = $state<BudgetChoice>("10");
  own = $state({ value: "60", unit: "minutes" as "minutes" | "steps" });
  seed = $state("0");
  /** As typed; empty is the default. */
  typed = $state<Record<SettingName, string>>({ ...UNSET });
  /** Megapixels a second that are learnt from here; null until measured. */
  speed = $state<number | null>(null);
  starting = $state(false);

  /** The ways that the folder allows, the proposed one first. */
  readonly modes: readonly DataModeName[];

  readonly device: DeviceWish = $derived.by(() => this.#app.settings.device);
  /** Networks whose weights can be gone on from. */
  readonly bases: readonly ModelItem[] = $derived.by(() =>
    this.#app.models.filter(({ card }) => card?.["network"] === this.network),
  );
  readonly base: string = $derived.by(() => this.#base ?? this.#proposedBase);
  readonly steps: TrainingBudget | null = $derived.by(() => {
    if (this.budget !== "own") return { minutes: Number(this.budget) };
    const value = numberOf(this.own.value);
    const { unit } = this.own;
    if (unit === "minutes")
      return fits(value, BUDGET_RANGES.minutes) ? { minutes: value } : null;
    const steps = Math.round(value);
    return fits(steps, BUDGET_RANGES.steps) ? { steps } : null;
  });

  /** What is learnt from and how often, in megapixels; null while it cannot be told. */
  readonly expected: {
    readonly megapixels: number;
    readonly passes: number;
  } | null = $derived.by(() => {
    const { speed, steps } = this;
    if (steps === null) return null;
    if ("minutes" in steps && speed === null) return null;
    const { batch, patch } = { ...DEFAULT_RECIPE, ...this.values };
    const megapixels =
      "minutes" in steps
        ? 60 * steps.minutes * speed!
        : (steps.steps * batch * patch ** 2) / 1e6;
    return { megapixels, passes: megapixels / this.found.megapixels };
  });

  /** What decides at the end: photographs that were held out, a blind comparison, or hardly anything. */
  readonly end: "measured" | "blind" | "few" = $derived.by(() => {
    const { usable, pairs } = this.found;
    if (this.data === "noisy" || this.data === "burst") return "blind";
    const count = this.data === "pairs" ? pairs.usable : usable;
    return count < FEWEST_FOR_REPORT ? "few" : "measured";
  });

  /** Null while one of them is out of its range. */
  readonly values: TrainingSettings | null = $derived.by(() => {
    const given = SETTING_NAMES.filter((name) => this.typed[name].trim());
    if (!given.every((name) => this.isFitting(name))) return null;
    return Object.fromEntries(
      given.map((name) => [name, numberOf(this.typed[name])]),
    );
  });

  /** Null while it is none. */
  readonly seedValue: number | null = $derived.by(() => {
    const seed = this.seed.trim() === "" ? NaN : numberOf(this.seed);
    return fits(seed, SEED_RANGE) ? seed : null;
  });

  readonly plan: TrainingPlan | null = $derived.by(() => {
    const { steps, noise } = this;
    const like = this.like.trim();
    const wantsLike = this.data === "clean" && noise === "like";
    const { seedValue: seed, values: settings } = this;
    if (!steps || seed === null) return null;
    if (wantsLike && like === "") return null;
    if (!settings) return null;
    return {
      folder: this.found.folder,
      data: this.data,
      like: wantsLike ? like : null,
      network: this.network,
      base: this.base,
      noise: noise === "awgn" ? "awgn" : "photo",
      budget: steps,
      seed,
      device: this.device,
      settings,
    };
  });

  constructor(app: AppStore, found: InspectFolderResult) {
    this.#app = app;
    this.found = found;
    this.modes = modesOf(found);
    this.data = $state(this.modes[0] ?? "clean");
  }

  isFitting(name: SettingName): boolean {
    const text = this.typed[name].trim();
    return text === "" || fits(numberOf(text), SETTING_RANGES[name]);
  }

  setBase(base: string): void {
    this.#base = base;
  }

  setNetwork(network: NetworkName): void {
    this.network = network;
    this.#base = null;
    this.speed = null;
  }

  /** Asks how quickly this machine learns; measures it the first time. */
  async measure(): Promise<void> {
    const { network, device } = this;
    const call = { network, device };
    const speed = await this.#app.client.call("training.speed", call);
    if (network === this.network) this.speed = speed;
  }

  /** The shipped network for the kind of noise, where its shape is asked for. */
  get #proposedBase(): string {
    const white =
      this.data === "clean"
        ? this.noise === "awgn"
        : (this.found.noise?.correlated ?? 1) < 0.5;
    const { models } = this.#app.settings;
    const name = white ? models.white : models.correlated;
    const fitting = this.bases.find((model) => model.name === name);
    return (fitting ?? this.bases[0])?.name ?? "none";
  }
}

const UNSET = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, ""]),
) as Record<SettingName, string>;

const numberOf = (text: string): number => Number(text.replace(",", "."));

function modesOf(found: InspectFolderResult): DataModeName[] {
  const { proposal, pairs, bursts, noise, usable } = found;
  const possible: DataModeName[] = [
    ...(usable > 0 ? (["clean"] as const) : []),
    ...(pairs.usable > 0 ? (["pairs"] as const) : []),
    ...(bursts.count > 0 ? (["burst"] as const) : []),
    ...(usable > 0 && (noise?.length ?? 1) <= LONGEST_STRIDE
      ? (["noisy"] as const)
      : []),
  ];
  const { mode } = proposal;
  return mode === null
    ? possible
    : [mode, ...possible.filter((other) => other !== mode)];
}
