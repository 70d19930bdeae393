/** Takes photographs in: dropped, pasted, chosen; by their place where the host knows it, else by their bytes. */
import { type Answer, valueOf } from "../../../electron/contract/answer.ts";
import { uploadPath } from "../../../electron/contract/resources.ts";
import type { AppStore } from "./app.svelte.ts";
import { mayBeImage, type NamedFile, walk } from "./dropped-files.ts";

export interface IntakePorts {
  readonly app: AppStore;
  /** Null when the file has no place, or the host cannot tell. */
  readonly pathOf: (file: File) => string | null;
  readonly fetch: typeof fetch;
}

export class Intake {
  readonly #ports: IntakePorts;
  /** Of the files that are being sent; 0 when none are. */
  total = $state(0);
  sent = $state(0);

  constructor(ports: IntakePorts) {
    this.#ports = ports;
  }

  /** Files and folders, mixed and nested. The entries must be asked for before anything is awaited. */
  async drop(data: DataTransfer): Promise<void> {
    const paths: string[] = [];
    const entries: FileSystemEntry[] = [];
    const loose: File[] = [];
    for (const item of data.items) {
      if (item.kind !== "file") continue;
      const file = item.getAsFile();
      const path = file && this.#ports.pathOf(file);
      const entry = item.webkitGetAsEntry();
      if (path) paths.push(path);
      else if (entry) entries.push(entry);
      else if (file) loose.push(file);
    }
    await this.#addPaths(paths);
    const files: NamedFile[] = loose.map((file) => ({ file, name: file.name }));
    for (const entry of entries)
      for await (const file of walk(entry)) files.push(file);
    await this.#send(files);
  }

  /** What an `<input type=file>` gave; a folder's files know where in it they lay. */
  async choose(list: Iterable<File>): Promise<void> {
    const files: NamedFile[] = [];
    const paths: string[] = [];
    for (const file of list) {
      const inFolder = file.webkitRelativePath !== "";
      if (inFolder && !mayBeImage(file)) continue;
      const path = this.#ports.pathOf(file);
      if (path) paths.push(path);
      else files.push({ file, name: file.webkitRelativePath || file.name });
    }
    await this.#addPaths(paths);
    await this.#send(files);
  }

  async #addPaths(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const { app } = this.#ports;
    try {
      const { refused } = await app.client.call("images.add", { paths });
      for (const error of refused) app.tell(error);
    } catch (error) {
      app.report(error);
    }
  }

  /** One after the other: the connection is to this very machine, and memory is the limit. */
  async #send(files: readonly NamedFile[]): Promise<void> {
    this.total += files.length;
    for (const { file, name } of files) {
      try {
        const response = await this.#ports.fetch(uploadPath(name), {
          method: "POST",
          body: file,
        });
        if (!response.ok) valueOf((await response.json()) as Answer);
      } catch (error) {
        this.#ports.app.report(error);
      }
      this.sent += 1;
    }
    if (this.sent === this.total) this.total = this.sent = 0;
  }
}
