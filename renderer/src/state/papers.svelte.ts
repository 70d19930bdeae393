/** Reports and proof sheets of batches: which are being written, and what became of them. */
import { SvelteMap } from "svelte/reactivity";
import type { Client } from "../../../electron/contract/client.ts";
import type { JobId, SavePapers } from "../../../electron/contract/values.ts";
import type { Locale } from "../messages/messages.svelte.ts";

export class Papers {
  readonly #client: Client;
  readonly #known = new SvelteMap<JobId, SavePapers>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Those that were written last, or how far their writing is. */
  of(job: JobId): SavePapers | undefined {
    return this.#known.get(job);
  }

  follow(): () => void {
    return this.#client.on("save.papers", (papers) => {
      this.#known.set(papers.job, papers);
    });
  }

  /** Resolves when writing has begun; rejects when it cannot. One at a time is written of a job. */
  async write(job: JobId, folder: string, language: Locale): Promise<void> {
    if (this.of(job)?.fraction !== undefined) return;
    this.#known.set(job, { job, fraction: 0 });
    try {
      await this.#client.call("save.write", { job, folder, language });
    } catch (error) {
      this.#known.delete(job);
      throw error;
    }
  }

  async stop(job: JobId): Promise<void> {
    await this.#client.call("save.stopWriting", { job });
  }

  /** As after a broken connection: what ended meanwhile was not heard of. */
  reset(): void {
    for (const [job, papers] of this.#known)
      if (papers.fraction !== undefined) this.#known.delete(job);
  }
}
