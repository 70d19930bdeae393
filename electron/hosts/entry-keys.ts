/** Keys that let a page in once: each is exchanged for the session's secret, and worth nothing afterwards. */
import { randomBytes } from "node:crypto";

export class EntryKeys {
  /** With what is done when the key is used. */
  readonly #unused = new Map<string, () => void>();

  /** A new key; `used` is called when somebody has come in with it. */
  issue(used: () => void = () => undefined): string {
    const key = randomBytes(24).toString("base64url");
    this.#unused.set(key, used);
    return key;
  }

  /** Whether the key lets in now. It does not again. */
  use(key: string): boolean {
    const used = this.#unused.get(key);
    this.#unused.delete(key);
    used?.();
    return used !== undefined;
  }
}
