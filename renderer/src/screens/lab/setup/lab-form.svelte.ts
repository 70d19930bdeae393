/** What is decided before a run of the lab starts: pictures, network, what is done to them, and for how long. */
import type {
  AutoencoderKind,
  Corruption,
  LabPlan,
  LabSourceResult,
  PictureShape,
} from "../../../../../electron/contract/lab-values.ts";
import type { ErrorData } from "../../../../../electron/contract/values.ts";
import { toErrorData } from "../../../../../electron/contract/error-data.ts";
import {
  outline,
  type OutlineLayer,
} from "../../../../../models/networks/autoencoders/outline.ts";
import { autoencoders } from "../../../../../models/networks/autoencoders/table.ts";
import type { AppStore } from "../../../state/app.svelte.ts";

export const SOURCES = ["digits", "shapes", "own"] as const;
export type SourceChoice = (typeof SOURCES)[number];
export const BUDGETS = ["0.5", "2", "5", "own"] as const;
export type BudgetChoice = (typeof BUDGETS)[number];
export const CORRUPTIONS = ["none", "white", "salt", "mask", "warp"] as const;
export type CorruptionChoice = (typeof CORRUPTIONS)[number];

/** What each kind of corruption begins with. */
export const AMOUNTS: Readonly<Record<Corruption["kind"], number>> = {
  white: 50,
  salt: 0.2,
  mask: 0.4,
  warp: 2,
};
/** What sliders of amounts move by. */
export const AMOUNT_STEPS = { sigma: 1, share: 0.01, pixels: 0.1 } as const;
/** With fewer pictures, nothing can be said about those that are held out. */
const FEWEST = 20;
const SHOWN = 40;

type Settings = Omit<LabPlan, "source" | "budget" | "seed" | "device">;

export class LabForm {
  readonly #app: AppStore;
  source = $state<SourceChoice>("digits");
  /** A folder or a file, as typed. */
  path = $state("");
  /** Pixels, as typed; empty is the source's own. */
  size = $state("");
  grey = $state(false);
  network = $state<AutoencoderKind>("deep");
  latent = $state(16);
  /** Units or channels, as typed; empty are the network's own. */
  widths = $state("");
  corruption = $state<CorruptionChoice>("none");
  amounts = $state<Record<Corruption["kind"], number>>({ ...AMOUNTS });
  beta = $state(1);
  sparse = $state(0);
  contractive = $state(0);
  greedy = $state(false);
  walk = $state(0);
  /** Classes that are left out. */
  without = $state.raw<readonly string[]>([]);
  budget = $state<BudgetChoice>("2");
  own = $state({ value: "500", unit: "steps" as "minutes" | "steps" });
  seed = $state("0");

  /** What the pictures are; null while that is found out, and where it failed. */
  found = $state.raw<LabSourceResult | null>(null);
  failed = $state.raw<ErrorData | null>(null);
  looking = $state(false);

  readonly variational: boolean = $derived.by(
    () => this.network === "vae" || this.network === "conv-vae",
  );
  /** What is asked for to see the pictures; null while it is not whole. */
  readonly wish = $derived.by(() => {
    const source = this.source === "own" ? this.path.trim() : this.source;
    const size = this.size.trim() === "" ? null : Number(this.size);
    const fits =
      size === null || (Number.isInteger(size) && size >= 4 && size <= 256);
    if (source === "" || !fits) return null;
    return { source, size, grey: this.grey, limit: SHOWN };
  });
  readonly shape: PictureShape | null = $derived.by(
    () => this.found?.shape ?? null,
  );
  readonly #widths: readonly number[] | null = $derived.by(() =>
    this.widths.trim() === ""
      ? null
      : this.widths
          .split(/[\s,;]+/)
          .filter(Boolean)
          .map(Number),
  );

  /** The layers, or what is wrong with them. */
  readonly drawn: {
    readonly layers: readonly OutlineLayer[];
    readonly error: ErrorData | null;
  } = $derived.by(() => {
    const { network: kind, latent, shape: picture } = this;
    if (!picture) return { layers: [], error: null };
    try {
      const widths = this.#widths;
      const choice = { kind, latent, picture, widths };
      const layers = outline({ ...choice, enlargement: "nearest" });
      return { layers, error: few(this.found) };
    } catch (thrown) {
      return { layers: [], error: toErrorData(thrown) };
    }
  });
  /** The network's own widths, to be shown where none are typed. */
  readonly ownWidths: readonly number[] = $derived.by(() =>
    this.shape ? autoencoders[this.network].widths(this.shape) : [],
  );

  readonly steps: LabPlan["budget"] | null = $derived.by(() => {
    if (this.budget !== "own") return { minutes: Number(this.budget) };
    const value = Number(this.own.value.replace(",", "."));
    if (!(value > 0)) return null;
    return this.own.unit === "steps"
      ? { steps: Math.round(value) }
      : { minutes: Math.max(0.1, value) };
  });

  readonly plan: LabPlan | null = $derived.by(() => {
    const { wish, steps, drawn } = this;
    const seed = Number(this.seed);
    if (!wish || !steps || drawn.error || drawn.layers.length === 0)
      return null;
    if (!Number.isInteger(seed) || seed < 0) return null;
    const { source, size, grey } = wish;
    return {
      ...{ source, size, grey, without: [...this.without] },
      ...{ network: this.network, latent: this.latent },
      ...{ widths: this.#widths && [...this.#widths], reconstruction: null },
      corruption:
        this.corruption === "none"
          ? null
          : { kind: this.corruption, amount: this.amounts[this.corruption] },
      ...{ beta: this.beta, sparse: this.sparse },
      ...{ contractive: this.contractive, walk: this.walk },
      ...{ budget: steps, seed },
      greedy: this.greedy && !this.variational,
      device: this.#app.settings.device,
    };
  });

  constructor(app: AppStore) {
    this.#app = app;
  }

  /** Everything as it was to begin with, but for these. */
  set(source: SourceChoice, settings: Partial<Settings>): void {
    this.source = source;
    this.size = settings.size ? String(settings.size) : "";
    this.grey = settings.grey ?? false;
    this.network = settings.network ?? "deep";
    this.latent = settings.latent ?? 16;
    this.widths = settings.widths?.join(", ") ?? "";
    this.corruption = settings.corruption?.kind ?? "none";
    if (settings.corruption)
      this.amounts[settings.corruption.kind] = settings.corruption.amount;
    this.beta = settings.beta ?? 1;
    this.sparse = settings.sparse ?? 0;
    this.contractive = settings.contractive ?? 0;
    this.greedy = settings.greedy ?? false;
    this.walk = settings.walk ?? 0;
    this.without = settings.without ?? [];
  }
}

function few(found: LabSourceResult | null): ErrorData | null {
  const count = found?.reading.pictures ?? FEWEST;
  if (count >= FEWEST) return null;
  const details = { kind: "few", count, needed: FEWEST };
  return { code: "LAB_UNSUITABLE", message: "few pictures", details };
}
