/** The settings of the open image as the person changes them: at once on the screen, throttled to the app, with a history. */
import type {
  DenoiseSettings,
  ImageId,
} from "../../../electron/contract/values.ts";
import { noiseWords } from "../../../models/inference/noise-setting.ts";
import type { AppStore } from "./app.svelte.ts";
import { History } from "./history.svelte.ts";
import { Throttle } from "./throttle.ts";

/** Settings of some images, before and after a step. */
type Step = readonly {
  readonly id: ImageId;
  readonly before: DenoiseSettings;
  readonly after: DenoiseSettings;
}[];

interface Draft {
  readonly id: ImageId;
  readonly before: DenoiseSettings;
  readonly settings: DenoiseSettings;
}

/** The app hears of a drag this often; the screen follows every move. */
const MILLISECONDS = 80;

export class Adjustments {
  readonly #app: AppStore;
  readonly #history = new History<Step>();
  /** What is being changed and not known to the app yet. */
  #draft = $state.raw<Draft | null>(null);
  readonly #throttle = new Throttle<Draft>(MILLISECONDS, (draft) =>
    this.#app.run(this.#send([draft.id], draft.settings)),
  );

  /** Of the open image; what new ones start with while there is none. */
  readonly settings: DenoiseSettings = $derived.by(() => {
    const { current, settings } = this.#app;
    if (!current) return settings.defaults;
    return this.#draft?.id === current.id
      ? this.#draft.settings
      : current.settings;
  });

  constructor(app: AppStore) {
    this.#app = app;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  get isDefault(): boolean {
    return sameSettings(this.settings, this.#app.settings.defaults);
  }

  /** Changes the open image, as often as a slider moves; `commit` ends the step. */
  change(part: Partial<DenoiseSettings>): void {
    const { current } = this.#app;
    if (!current) return;
    const settings = { ...this.settings, ...part };
    const before =
      this.#draft?.id === current.id ? this.#draft.before : current.settings;
    this.#draft = { id: current.id, before, settings };
    this.#throttle.push(this.#draft);
  }

  /** The slider rests: what it changed is one step of the history. */
  commit(): void {
    const draft = this.#draft;
    if (!draft) return;
    this.#throttle.flush();
    const { id, before, settings } = draft;
    if (!sameSettings(before, settings))
      this.#history.add([{ id, before, after: settings }]);
    // The next change begins here, also before the app has answered.
    const known = { id, before: settings, settings };
    this.#draft = known;
    this.#app.run(
      this.#send([id], settings).then(() => {
        // The app knows it now; a newer change stays.
        if (this.#draft === known) this.#draft = null;
      }),
    );
  }

  /** A change that is a step by itself. */
  set(part: Partial<DenoiseSettings>): void {
    this.change(part);
    this.commit();
  }

  reset(): void {
    this.set(this.#app.settings.defaults);
  }

  /** Gives other images the settings of the open one. */
  copyTo(ids: readonly ImageId[]): void {
    this.commit();
    const after = this.settings;
    const step = this.#app.images
      .filter(({ id }) => ids.includes(id))
      .map(({ id, settings }) => ({ id, before: settings, after }))
      .filter(({ before }) => !sameSettings(before, after));
    if (step.length === 0) return;
    this.#history.add(step);
    this.#app.run(
      this.#send(
        step.map(({ id }) => id),
        after,
      ),
    );
  }

  undo(): void {
    this.commit();
    const step = this.#history.undo();
    if (step) this.#apply(step, "before");
  }

  redo(): void {
    this.commit();
    const step = this.#history.redo();
    if (step) this.#apply(step, "after");
  }

  /** Shows an image that the step concerns, so that one sees what it does. */
  #apply(step: Step, side: "before" | "after"): void {
    const { client, images, currentId } = this.#app;
    const present = step.filter(({ id }) =>
      images.some((image) => image.id === id),
    );
    this.#draft = null;
    for (const change of present)
      this.#app.run(this.#send([change.id], change[side]));
    const first = present[0];
    if (first && !present.some(({ id }) => id === currentId))
      this.#app.run(client.call("images.open", { id: first.id }));
  }

  #send(ids: readonly ImageId[], settings: DenoiseSettings): Promise<null> {
    return this.#app.client.call("images.set", { ids, settings });
  }
}

export function sameSettings(a: DenoiseSettings, b: DenoiseSettings): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(settings: DenoiseSettings): unknown[] {
  const { model, noise, strength, luma, chroma, detail } = settings;
  const words = noiseWords(noise);
  return [model, words.noise, words.amount, strength, luma, chroma, detail];
}
