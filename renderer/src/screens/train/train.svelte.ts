/** The Train screen: which folder or training is shown, and what is asked of the app about it. */
import { createContext } from "svelte";
import type {
  TrainingId,
  TrainingItem,
} from "../../../../electron/contract/training-values.ts";
import { trialName } from "../../../../models/training/trial.ts";
import type { AppStore } from "../../state/app.svelte.ts";
import { isWorking } from "../../state/trainings.svelte.ts";
import { Crops } from "./crops.svelte.ts";
import { PlanForm } from "./plan-form.svelte.ts";

export interface TrainPorts {
  readonly app: AppStore;
  /** Null when the file has no place, or the host cannot tell. */
  readonly pathOf: (file: File) => string | null;
  readonly fetch: typeof fetch;
}

type OwnCall = "training.pause" | "training.resume" | "training.keep";

export class TrainScreen {
  readonly #ports: TrainPorts;
  /** What the person chose to see; undefined: what there is. */
  #chosen = $state<TrainingId | null | undefined>(undefined);
  /** A folder as it is being typed. */
  typed = $state("");
  /** A folder was dropped whose place the browser does not tell. */
  placeless = $state(false);
  readonly crops: Crops;
  /** Asked before it is discarded. */
  discarding = $state.raw<TrainingItem | null>(null);

  /** The training that is shown. */
  readonly item: TrainingItem | undefined = $derived.by(() => {
    const { trainings } = this.#ports.app;
    if (this.#chosen !== undefined) return trainings.find(this.#chosen);
    if (trainings.working) return trainings.working;
    if (trainings.inspection) return undefined;
    return trainings.items.findLast(isOpen);
  });

  /** What is decided about the folder that was looked at. */
  readonly form: PlanForm | null = $derived.by(() => {
    const { app } = this.#ports;
    const { result } = app.trainings.inspection ?? {};
    return result ? new PlanForm(app, result) : null;
  });

  constructor(ports: TrainPorts) {
    this.#ports = ports;
    this.crops = new Crops(ports.fetch);
  }

  show(id: TrainingId | null): void {
    this.#chosen = id;
  }

  inspect(path: string): void {
    if (path.trim() === "") return;
    this.placeless = false;
    this.#chosen = null;
    this.#run(this.#client.call("training.inspect", { path }));
  }

  /** Back to the beginning. */
  forget(): void {
    this.#chosen = null;
    this.#run(this.#client.call("training.inspect", { path: null }));
  }

  async choose(): Promise<void> {
    const folder = await this.#client.call("app.chooseFolder");
    if (folder !== null) this.inspect(folder);
  }

  /** A folder was dropped, or a photograph in one; only a window knows where it lies. */
  drop(data: DataTransfer): void {
    const [item] = data.items;
    const file = item?.getAsFile();
    const path = file && this.#ports.pathOf(file);
    const isFile = item?.webkitGetAsEntry()?.isFile === true;
    if (path) this.inspect(isFile ? path.replace(/[/\\][^/\\]*$/, "") : path);
    else {
      this.#chosen = null;
      this.placeless = true;
    }
  }

  async start(form: PlanForm): Promise<void> {
    const { plan } = form;
    if (!plan) return;
    form.starting = true;
    try {
      this.#chosen = await this.#client.call("training.start", { plan });
    } finally {
      form.starting = false;
    }
  }

  ask(name: OwnCall, { id }: TrainingItem): void {
    this.#run(this.#client.call(name, { id }));
  }

  discard(item: TrainingItem): void {
    this.discarding = null;
    if (this.#chosen === item.id) this.#chosen = undefined;
    this.#run(
      this.#replaceTrial(item, "auto").then(() =>
        this.#client.call("training.discard", { id: item.id }),
      ),
    );
  }

  async accept(item: TrainingItem, name: string): Promise<void> {
    const call = { id: item.id, name };
    const model = await this.#client.call("training.accept", call);
    await this.#replaceTrial(item, model.name);
  }

  /** Denoises the open photograph with what was learnt, whether that is a model yet or not. */
  async tryOut({ id, model = trialName(id) }: TrainingItem): Promise<void> {
    const { currentId } = this.#ports.app;
    if (currentId === null) return;
    const call = { ids: [currentId], settings: { model } };
    await this.#client.call("images.set", call);
  }

  /** Photographs that it is tried on are not left with a name that means nothing any more. */
  async #replaceTrial({ id }: TrainingItem, model: string): Promise<void> {
    const ids = this.#ports.app.images
      .filter(({ settings }) => settings.model === trialName(id))
      .map((image) => image.id);
    if (ids.length > 0)
      await this.#client.call("images.set", { ids, settings: { model } });
  }

  get #client() {
    return this.#ports.app.client;
  }

  #run(work: Promise<unknown>): void {
    this.#ports.app.run(work);
  }
}

/** Whether something is still to be decided about it. */
const isOpen = (item: TrainingItem): boolean =>
  isWorking(item) || item.model === undefined;

export const [useTrain, provideTrain] = createContext<TrainScreen>();
