/** What is asked before saving: where, how it is called, in what form; and the names that it gives. */
import { depthIn } from "../../../../electron/contract/api.ts";
import { toErrorData } from "../../../../electron/contract/error-data.ts";
import type {
  ErrorData,
  ImageId,
  SaveEstimate,
  SaveName,
  SaveRules,
} from "../../../../electron/contract/values.ts";
import type { AppStore } from "../../state/app.svelte.ts";
import { Throttle } from "../../state/throttle.ts";

/** A preview of names follows typing this often, in milliseconds. */
const PAUSE = 200;

export class SaveForm {
  readonly #app: AppStore;
  readonly ids: readonly ImageId[];
  rules: SaveRules;
  names = $state.raw<readonly SaveName[] | null>(null);
  /** Why there are no names: the template is wrong, or there is no folder. */
  refusal = $state.raw<ErrorData | null>(null);
  /** What it would take; null while it is not known. */
  estimate = $state.raw<SaveEstimate | null>(null);
  starting = $state(false);
  /** The folder that was named last, while "beside the original" is chosen. */
  #folder: string;
  readonly #preview = new Throttle<SaveRules>(PAUSE, (rules) => {
    void this.#askNames(rules);
    void this.#askEstimate(rules);
  });

  readonly failures: number = $derived.by(
    () => this.names?.filter(({ error }) => error).length ?? 0,
  );
  readonly ready: boolean = $derived.by(
    () =>
      !this.starting &&
      this.refusal === null &&
      this.names !== null &&
      this.failures < this.names.length,
  );

  /** Bytes by which the results may exceed what is free on the disk. */
  readonly missing: number = $derived.by(() => {
    const { bytes, free } = this.estimate ?? { bytes: 0, free: null };
    return free === null ? 0 : Math.max(0, bytes - free);
  });

  constructor(app: AppStore, ids: readonly ImageId[]) {
    this.#app = app;
    this.ids = ids;
    const { save } = app.settings;
    // What was pasted or uploaded lies nowhere: there is nothing to be saved beside.
    const placeless = app.images.some(
      ({ id, path }) => ids.includes(id) && path === null,
    );
    this.#folder = save.folder ?? app.resultsFolder;
    const folder = placeless ? this.#folder : save.folder;
    this.rules = $state.raw({ ...save, folder });
    this.#preview.push(this.rules);
  }

  /** The depth that will be written: the chosen one may belong to another format. */
  get shownDepth(): SaveRules["bitDepth"] {
    const { format, bitDepth } = this.rules;
    if (bitDepth === "keep") return "keep";
    return depthIn(format === "keep" ? "tiff" : format, bitDepth);
  }

  set(part: Partial<SaveRules>): void {
    this.rules = { ...this.rules, ...part };
    this.#preview.push(this.rules);
  }

  setFolder(folder: string): void {
    this.#folder = folder;
    this.set({ folder });
  }

  setBeside(beside: boolean): void {
    this.set({ folder: beside ? null : this.#folder });
  }

  async chooseFolder(): Promise<void> {
    try {
      const folder = await this.#app.client.call("app.chooseFolder");
      if (folder !== null) this.setFolder(folder);
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** Starts the job, and remembers the rules for the next time. Returns whether it could. */
  async start(): Promise<boolean> {
    const { client } = this.#app;
    const { ids, rules } = this;
    this.starting = true;
    try {
      await client.call("save.start", { ids, rules });
      this.#app.set({ save: rules });
      return true;
    } catch (error) {
      this.refusal = toErrorData(error);
      return false;
    } finally {
      this.starting = false;
    }
  }

  async #askEstimate(rules: SaveRules): Promise<void> {
    const { ids } = this;
    const { client } = this.#app;
    // What it fails for is told with the names.
    const asked = client.call("save.estimate", { ids, rules });
    const estimate = await asked.catch(() => null);
    if (rules === this.rules) this.estimate = estimate;
  }

  async #askNames(rules: SaveRules): Promise<void> {
    const { ids } = this;
    // A folder or a template that is being typed has no name to show yet.
    if (rules.folder === "" || rules.name === "") {
      this.names = null;
      return;
    }
    try {
      const names = await this.#app.client.call("save.names", { ids, rules });
      if (rules !== this.rules) return;
      this.names = names;
      this.refusal = null;
    } catch (error) {
      if (rules === this.rules) this.refusal = toErrorData(error);
    }
  }
}

/** A result's name, with the folders between the chosen one, if any, and the file. */
export function shownName(output: string, folder: string | null): string {
  const chosen = folder?.replace(/(?<![/\\])[/\\]+$/, "");
  const rest =
    chosen !== undefined && output.startsWith(chosen)
      ? output.slice(chosen.length)
      : "";
  return /^[/\\]/.test(rest) ? rest.slice(1) : output.replace(/^.*[/\\]/, "");
}
