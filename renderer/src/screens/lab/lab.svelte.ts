/** The Lab screen: which run is shown, what is being set up, and what is asked of the app about both. */
import { createContext } from "svelte";
import { toErrorData } from "../../../../electron/contract/error-data.ts";
import type {
  LabId,
  LabItem,
} from "../../../../electron/contract/lab-values.ts";
import type { AppStore } from "../../state/app.svelte.ts";
import { LabForm } from "./setup/lab-form.svelte.ts";
import type { Lesson } from "./tour/lessons.ts";
import { createViews, type Views } from "./views.ts";

export interface LabPorts {
  readonly app: AppStore;
  /** Null when the file has no place, or the host cannot tell. */
  readonly pathOf: (file: File) => string | null;
  readonly fetch: typeof fetch;
}

export const TABS = [
  "overview",
  "reconstruct",
  "map",
  "features",
  "anomalies",
  "generate",
  "labels",
  "compress",
] as const;
export type Tab = (typeof TABS)[number];

export class LabScreen {
  readonly #ports: LabPorts;
  readonly form: LabForm;
  readonly views: Views;
  /** What the person chose to see; undefined: what learns. */
  #chosen = $state<LabId | null | undefined>(undefined);
  /** Runs that are to be compared. */
  compared = $state.raw<readonly LabId[]>([]);
  comparing = $state(false);
  tab = $state<Tab>("overview");
  /** The lesson of the tour that is open; null: none. */
  lesson = $state<number | null>(null);
  /** A folder was dropped whose place the browser does not tell. */
  placeless = $state(false);
  starting = $state(false);
  /** Asked before it is discarded. */
  discarding = $state.raw<LabItem | null>(null);
  #looks = 0;
  #lookedAt = "";

  /** The run that is shown. */
  readonly item: LabItem | undefined = $derived.by(() => {
    const { labs } = this.#ports.app;
    return this.#chosen === undefined ? labs.working : labs.find(this.#chosen);
  });

  /** The two that are compared, once there are two. */
  readonly pair: readonly LabItem[] = $derived.by(() =>
    this.#ports.app.labs.items.filter(({ id }) => this.compared.includes(id)),
  );

  constructor(ports: LabPorts) {
    this.#ports = ports;
    this.form = new LabForm(ports.app);
    this.views = createViews(ports.fetch);
  }

  show(id: LabId | null, tab: Tab = "overview"): void {
    this.#chosen = id;
    this.tab = tab;
    this.comparing = false;
  }

  /** Chooses a run for comparing, or not; of three the oldest choice goes. */
  mark(id: LabId): void {
    this.compared = this.compared.includes(id)
      ? this.compared.filter((other) => other !== id)
      : [...this.compared, id].slice(-2);
  }

  /** Finds out what the pictures are that the form names. */
  async look(): Promise<void> {
    const { form } = this;
    const { wish } = form;
    const look = ++this.#looks;
    form.failed = null;
    if (!wish) {
      form.found = null;
      return;
    }
    // Of other pictures, nothing that was found holds.
    if (wish.source !== this.#lookedAt) form.found = null;
    this.#lookedAt = wish.source;
    form.looking = true;
    try {
      const found = await this.views("source", wish);
      if (look === this.#looks) form.found = found;
    } catch (thrown) {
      if (look !== this.#looks) return;
      form.found = null;
      form.failed = toErrorData(thrown);
    } finally {
      if (look === this.#looks) form.looking = false;
    }
  }

  async chooseFolder(): Promise<void> {
    const folder = await this.#client.call("app.chooseFolder");
    if (folder !== null) this.#take(folder);
  }

  async chooseIdx(): Promise<void> {
    const file = await this.#client.call("app.chooseIdx");
    if (file !== null) this.#take(file);
  }

  /** A folder, or a file of pictures, was dropped; only a window knows where it lies. */
  drop(data: DataTransfer): void {
    const file = data.items[0]?.getAsFile();
    const path = file && this.#ports.pathOf(file);
    this.show(null);
    if (path) this.#take(path);
    else this.placeless = true;
  }

  async start(): Promise<void> {
    const { plan } = this.form;
    if (!plan) return;
    this.starting = true;
    try {
      this.show(await this.#client.call("lab.start", { plan }));
    } finally {
      this.starting = false;
    }
  }

  /** Shows a run that was made as the lesson says, or sets one up. */
  doForMe({ source, settings, tab }: Lesson): void {
    const made = this.#ports.app.labs.items.findLast(
      ({ plan, state }) =>
        state === "ended" &&
        plan.source === source &&
        Object.entries(settings).every(
          ([name, value]) =>
            JSON.stringify(plan[name as keyof typeof plan]) ===
            JSON.stringify(value),
        ),
    );
    if (made) {
      this.show(made.id, tab);
      return;
    }
    this.form.set(source, settings);
    this.show(null);
  }

  discard({ id }: LabItem): void {
    this.discarding = null;
    if (this.#chosen === id) this.#chosen = null;
    this.compared = this.compared.filter((other) => other !== id);
    this.#run(this.#client.call("lab.discard", { id }));
  }

  goOn({ id }: LabItem): void {
    this.#run(this.#client.call("lab.resume", { id }));
  }

  stop({ id }: LabItem): void {
    this.#run(this.#client.call("lab.stop", { id }));
  }

  #take(path: string): void {
    this.placeless = false;
    this.form.source = "own";
    this.form.path = path;
  }

  get #client() {
    return this.#ports.app.client;
  }

  #run(work: Promise<unknown>): void {
    this.#ports.app.run(work);
  }
}

export const [useLab, provideLab] = createContext<LabScreen>();
