/** The Models screen: importing, measuring, exporting and removing models. */
import { type Answer, valueOf } from "../../../../electron/contract/answer.ts";
import { modelUploadPath } from "../../../../electron/contract/resources.ts";
import type {
  ModelAdapter,
  ModelItem,
} from "../../../../electron/contract/values.ts";
import { fetchFromApp } from "../../session.ts";
import type { AppStore } from "../../state/app.svelte.ts";

/** A file that is to be imported, and what is known of how it is fed. */
export interface Candidate {
  readonly path: string;
  readonly name: string;
  readonly adapter: ModelAdapter;
}

export class ModelsScreen {
  readonly #app: AppStore;
  /** What the questions of the import are about; null while none is under way. */
  candidate = $state.raw<Candidate | null>(null);
  importing = $state(false);
  /** Names of the models that are being measured. */
  measuring = $state.raw<readonly string[]>([]);
  /** What is to be exported while a folder is asked for. */
  exporting = $state.raw<ModelItem | null>(null);
  /** What is to be removed once that was confirmed. */
  removing = $state.raw<ModelItem | null>(null);

  constructor(app: AppStore) {
    this.#app = app;
  }

  /** Asks for a file with the host's dialog. */
  async choose(): Promise<void> {
    const path = await this.#app.client.call("models.choose");
    if (path !== null) await this.inspect(path);
  }

  /** For hosts without dialogs: sends the file's bytes, which then lie at the app. */
  async upload(file: File): Promise<void> {
    const response = await fetchFromApp(modelUploadPath(file.name), {
      method: "POST",
      body: file,
    });
    const body: unknown = await response.json();
    if (!response.ok) valueOf(body as Answer);
    await this.inspect((body as { readonly path: string }).path);
  }

  async inspect(path: string): Promise<void> {
    const { adapter, name } = await this.#app.client.call("models.inspect", {
      path,
    });
    this.candidate = { path, name, adapter };
  }

  /** Tries the candidate, and adds it when it works. */
  async import(candidate: Candidate): Promise<void> {
    this.importing = true;
    try {
      await this.#app.client.call("models.import", candidate);
      this.candidate = null;
    } finally {
      this.importing = false;
    }
  }

  async measure(name: string): Promise<void> {
    this.measuring = [...this.measuring, name];
    try {
      await this.#app.client.call("models.measure", { name });
    } finally {
      this.measuring = this.measuring.filter((other) => other !== name);
    }
  }

  /** Asks for the folder, with the host's dialog where there is one. */
  async export(model: ModelItem): Promise<void> {
    if (!this.#app.capabilities.dialogs) {
      this.exporting = model;
      return;
    }
    const folder = await this.#app.client.call("app.chooseFolder");
    if (folder !== null) await this.exportTo(model, folder);
  }

  async exportTo({ name }: ModelItem, folder: string): Promise<void> {
    await this.#app.client.call("models.export", { name, folder });
    this.exporting = null;
  }

  async remove({ name }: ModelItem): Promise<void> {
    this.removing = null;
    await this.#app.client.call("models.remove", { name });
  }
}

/** What has to be asked before a model can be imported. */
export function questionsOf(
  adapter: ModelAdapter,
): readonly ("range" | "noiseRange" | "output")[] {
  return [
    ...(adapter.range === null ? (["range"] as const) : []),
    ...(adapter.noise.kind !== "none" && adapter.noise.range === null
      ? (["noiseRange"] as const)
      : []),
    ...(adapter.output === null ? (["output"] as const) : []),
  ];
}
