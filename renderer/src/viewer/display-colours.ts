/** How the colours of the open image are converted for the screen: fetched once, before its first tile is drawn. */
import { coloursPath } from "../../../electron/contract/resources.ts";
import type { ImageId } from "../../../electron/contract/values.ts";
import type { ColourTable } from "../../../models/image/colour-table.ts";
import { fetchFromApp } from "../session.ts";

/** Milliseconds until it is asked for again after a failure. */
const RETRY = 1000;

export class DisplayColours {
  readonly #changed: () => void;
  #image: ImageId | null = null;
  #table: ColourTable | null | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** @param changed The table that was missing is here. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Null: the pixels are shown as they are. Undefined while that is not known yet. */
  of(image: ImageId): ColourTable | null | undefined {
    if (image !== this.#image) {
      this.close();
      this.#image = image;
      void this.#fetch(image);
    }
    return this.#table;
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#image = null;
    this.#table = undefined;
  }

  async #fetch(image: ImageId): Promise<void> {
    const table = await fetchTable(image).catch(() => undefined);
    if (image !== this.#image) return;
    this.#table = table;
    if (table === undefined)
      // Not open yet, or the app has stopped; its owner says so.
      this.#retry = setTimeout(() => void this.#fetch(image), RETRY);
    else this.#changed();
  }
}

async function fetchTable(image: ImageId): Promise<ColourTable | null> {
  const path = coloursPath(image);
  const response = await fetchFromApp(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.status === 204
    ? null
    : new Uint8Array(await response.arrayBuffer());
}
