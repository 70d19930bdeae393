/** An app for tests of the interface: it answers calls as it is told, and remembers them. */
import type {
  CallName,
  EventName,
  PayloadOf,
} from "../../../electron/contract/api.ts";
import { createClient } from "../../../electron/contract/client.ts";
import type {
  AppEvent,
  Transport,
} from "../../../electron/contract/transport.ts";
import type {
  AppState,
  DenoiseSettings,
  ImageItem,
} from "../../../electron/contract/values.ts";
import { AppStore } from "../../../renderer/src/state/app.svelte.ts";

export const DEFAULTS: DenoiseSettings = {
  model: "auto",
  noise: "auto",
  strength: 100,
  luma: 100,
  chroma: 100,
  detail: 0,
};

export function imageItem(
  id: string,
  more: Partial<ImageItem> = {},
): ImageItem {
  return {
    id,
    name: `${id}.jpg`,
    path: `/photos/${id}.jpg`,
    state: "done",
    fraction: 1,
    settings: DEFAULTS,
    revision: 1,
    ...more,
  };
}

export function appState(more: Partial<AppState> = {}): AppState {
  return {
    version: "1.0.0",
    capabilities: { host: "browser", dialogs: false, reveal: false },
    systemLanguage: "en",
    resultsFolder: "/home/ana/Nitido",
    settings: {
      language: "system",
      theme: "system",
      device: "auto",
      memoryLimit: 2000,
      models: { white: "fast-awgn", correlated: "fast-photo" },
      save: {
        folder: null,
        name: "{name}-nitido",
        format: "keep",
        bitDepth: "keep",
        quality: 92,
        metadata: "keep",
        existing: "number",
      },
      defaults: DEFAULTS,
      presets: [],
    },
    images: [imageItem("a"), imageItem("b"), imageItem("c")],
    current: "a",
    models: [],
    jobs: [],
    troubles: [],
    inspection: null,
    trainings: [],
    labs: [],
    ...more,
  };
}

type Answers = Partial<Record<CallName, (parameter: never) => unknown>>;

export class FakeApp implements Transport {
  /** Names and parameters, the newest last. */
  readonly calls: (readonly [CallName, unknown])[] = [];
  readonly store: AppStore;
  readonly #answers: Answers;
  readonly #listeners = new Set<(event: AppEvent) => void>();

  /** Calls without an answer are answered with null. */
  constructor(answers: Answers = {}, state = appState()) {
    this.#answers = answers;
    this.store = new AppStore(createClient(this), state);
    this.store.follow();
  }

  async invoke(name: string, parameter: unknown): Promise<unknown> {
    this.calls.push([name as CallName, parameter]);
    return (
      (await this.#answers[name as CallName]?.(parameter as never)) ?? null
    );
  }

  subscribe(listener: (event: AppEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit<Name extends EventName>(name: Name, payload: PayloadOf<Name>): void {
    const event = { name, payload } as AppEvent;
    for (const listener of this.#listeners) listener(event);
  }

  parametersOf(name: CallName): unknown[] {
    return this.calls
      .filter(([called]) => called === name)
      .map(([, parameter]) => parameter);
  }
}
