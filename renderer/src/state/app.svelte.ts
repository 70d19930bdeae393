/** The app as every screen sees it: what `app.state` said first, kept current by events. */
import { createContext } from "svelte";
import type { Client } from "../../../electron/contract/client.ts";
import { toErrorData } from "../../../electron/contract/error-data.ts";
import type {
  AppState,
  Capabilities,
  ErrorData,
  ImageId,
  ImageItem,
  JobId,
  ModelItem,
  PreviewProgress,
  SaveJob,
  Settings,
} from "../../../electron/contract/values.ts";
import { type Locale, spokenAmong } from "../messages/messages.svelte.ts";
import { merged, without } from "./item-list.ts";
import { Labs } from "./labs.svelte.ts";
import { Papers } from "./papers.svelte.ts";
import { Trainings } from "./trainings.svelte.ts";

export interface Trouble {
  readonly id: string;
  readonly error: ErrorData;
}

export class AppStore {
  readonly client: Client;
  readonly version: string;
  readonly capabilities: Capabilities;
  readonly resultsFolder: string;
  readonly #systemLanguage: Locale;

  // What comes from the app is data: it is replaced, never changed inside.
  settings: Settings;
  images: readonly ImageItem[];
  currentId: ImageId | null;
  models: readonly ModelItem[];
  jobs: readonly SaveJob[];
  /** Of the jobs. */
  readonly papers: Papers;
  readonly trainings: Trainings;
  readonly labs: Labs;
  /** Of the open image; null when nothing is under way. */
  progress = $state.raw<PreviewProgress | null>(null);
  /** What the person is to be told, the newest last. */
  troubles = $state.raw<readonly Trouble[]>([]);
  #troubleCount = 0;

  readonly current = $derived.by(() =>
    this.images.find(({ id }) => id === this.currentId),
  );
  readonly locale: Locale = $derived.by(() =>
    this.settings.language === "system"
      ? this.#systemLanguage
      : this.settings.language,
  );

  /** @param languages Of the person, as the browser knows them, the preferred one first. */
  static async open(
    client: Client,
    languages: readonly string[],
  ): Promise<AppStore> {
    return new AppStore(client, await client.call("app.state"), languages);
  }

  constructor(
    client: Client,
    state: AppState,
    languages: readonly string[] = [],
  ) {
    this.client = client;
    this.version = state.version;
    this.capabilities = state.capabilities;
    this.resultsFolder = state.resultsFolder;
    this.#systemLanguage = state.systemLanguage ?? spokenAmong(languages);
    this.settings = $state.raw(state.settings);
    this.images = $state.raw(state.images);
    this.currentId = $state.raw(state.current);
    this.models = $state.raw(state.models);
    this.jobs = $state.raw(state.jobs);
    this.papers = new Papers(client);
    this.trainings = new Trainings(client, state);
    this.labs = new Labs(client, state.labs);
    for (const error of state.troubles) this.tell(error);
  }

  /** Follows the app's events until the returned function is called. */
  follow(): () => void {
    const { client } = this;
    const stops = [
      ...[this.papers.follow(), this.trainings.follow(), this.labs.follow()],
      client.on("images.changed", (changed) => {
        this.images = merged(this.images, changed);
      }),
      client.on("images.removed", (removed) => {
        this.images = without(this.images, removed);
      }),
      client.on("images.current", (id) => {
        this.currentId = id;
        this.progress = null;
      }),
      client.on("preview.progress", (progress) => {
        if (progress.id === this.currentId) this.progress = progress;
      }),
      client.on("save.changed", (job) => {
        this.jobs = merged(this.jobs, [job]);
      }),
      client.on("models.changed", (models) => (this.models = models)),
      client.on("settings.changed", (settings) => (this.settings = settings)),
      client.on("app.trouble", (error) => this.tell(error)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Asks for everything again, as after a broken connection. */
  async refresh(): Promise<void> {
    const state = await this.client.call("app.state");
    this.settings = state.settings;
    this.images = state.images;
    this.currentId = state.current;
    this.models = state.models;
    this.jobs = state.jobs;
    this.papers.reset();
    this.trainings.set(state);
    this.labs.set(state.labs);
    this.progress = null;
  }

  /** Lets a call run that nothing waits for, and reports it when it fails. */
  run(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.report(error));
  }

  /** Tells the person of anything thrown. */
  report(thrown: unknown): void {
    const { code, message, details } = toErrorData(thrown);
    this.tell({ code, message, details });
  }

  /** Tells the person what went wrong, once; that something was cancelled is no news. */
  tell(error: ErrorData): void {
    if (error.code === "CANCELLED") return;
    const same = (other: Trouble) =>
      JSON.stringify(other.error) === JSON.stringify(error);
    if (this.troubles.some(same)) return;
    const id = String(++this.#troubleCount);
    this.troubles = [...this.troubles, { id, error }];
  }

  dismiss(trouble: string): void {
    this.troubles = without(this.troubles, [trouble]);
  }

  dismissAll(): void {
    this.troubles = [];
  }

  set(settings: Partial<Settings>): void {
    this.run(this.client.call("settings.set", { settings }));
  }

  /** There is no event for a job that was removed from the list. */
  forgetJob(job: JobId): void {
    this.run(this.client.call("save.forget", { job }));
    this.jobs = without(this.jobs, [job]);
  }
}

export const [useApp, provideApp] = createContext<AppStore>();
