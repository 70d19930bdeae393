/** Takes photographs in: dropped, pasted, chosen; by their place where the host knows it, else by their bytes. */
import { type Answer, valueOf } from "../../../electron/contract/answer.ts";
import { uploadPath } from "../../../electron/contract/resources.ts";
import type { AppStore } from "./app.svelte.ts";
import { NitidoError } from "../../../models/errors.ts";
import type { ImageId } from "../../../electron/contract/values.ts";
import { mayBeImage, type NamedFile, walk } from "./dropped-files.ts";

export interface IntakePorts {
  readonly app: AppStore;
  /** Null when the file has no place, or the host cannot tell. */
  readonly pathOf: (file: File) => string | null;
  readonly fetch: typeof fetch;
}

/** IMG_9 before IMG_10. */
const NATURAL = new Intl.Collator("en", { numeric: true });

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
    const { app, pathOf } = this.#ports;
    const looksAt = app.currentId;
    const paths: string[] = [];
    const entries: FileSystemEntry[] = [];
    const files: NamedFile[] = [];
    for (const item of data.items) {
      if (item.kind !== "file") continue;
      const file = item.getAsFile();
      const path = file && pathOf(file);
      const entry = item.webkitGetAsEntry();
      if (path) paths.push(path);
      else if (entry) entries.push(entry);
      else if (file) files.push({ file, name: file.name });
    }
    await this.#addPaths(paths);
    for (const entry of entries) {
      const before = files.length;
      const report = (error: unknown) => app.report(error);
      for await (const file of walk(entry, report)) files.push(file);
      if (entry.isDirectory && files.length === before)
        report(noImages(entry.name));
    }
    await this.#send(files, looksAt);
  }

  /** What an `<input type=file>` gave: files, or all that lie in one folder. */
  async choose(list: readonly File[]): Promise<void> {
    const looksAt = this.#ports.app.currentId;
    const files: NamedFile[] = [];
    const paths: string[] = [];
    for (const file of list) {
      const path = this.#ports.pathOf(file);
      const place = path && placeOf(path, file);
      const name = file.webkitRelativePath || file.name;
      // All files of a folder have the same place.
      if (place && paths.at(-1) !== place) paths.push(place);
      if (!place && (name === file.name || mayBeImage(file)))
        files.push({ file, name });
    }
    if (list.length > 0 && paths.length + files.length === 0)
      this.#ports.app.report(noImages(list[0]!.webkitRelativePath));
    await this.#addPaths(paths);
    await this.#send(files, looksAt);
  }

  /** The app opens the first of them. */
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
  async #send(
    files: readonly NamedFile[],
    looksAt: ImageId | null,
  ): Promise<void> {
    const { app } = this.#ports;
    let opened = false;
    this.total += files.length;
    // Browsers list a folder in the order in which it lies on the disk.
    const sorted = files.toSorted((a, b) => NATURAL.compare(a.name, b.name));
    for (const file of sorted) {
      try {
        const [id] = await this.#upload(file);
        // The first is what one wants to see, unless one has gone elsewhere meanwhile.
        if (!opened && id !== undefined && app.currentId === looksAt)
          app.run(app.client.call("images.open", { id }));
        opened = true;
      } catch (error) {
        app.report(error);
      }
      this.sent += 1;
    }
    if (this.sent === this.total) this.total = this.sent = 0;
  }

  async #upload({ file, name }: NamedFile): Promise<readonly ImageId[]> {
    const { fetch } = this.#ports;
    const response = await fetch(uploadPath(name), {
      method: "POST",
      body: file,
    });
    const answer = (await response.json()) as unknown;
    if (!response.ok) valueOf(answer as Answer);
    return (answer as { readonly ids: readonly ImageId[] }).ids;
  }
}

/** The file's place; of one that was chosen with its folder, the folder's, so that the tree below it is known. */
function placeOf(path: string, { webkitRelativePath: inside }: File): string {
  if (inside === "") return path;
  return path.slice(0, path.length - inside.length) + rootOf(inside);
}

function noImages(folder: string): NitidoError {
  return new NitidoError("NO_IMAGES", { file: rootOf(folder) });
}

function rootOf(path: string): string {
  return path.split("/")[0] ?? "";
}
