/** Tells when the engine has nothing to do: the moment for what nobody waits for. */
import { setTimeout as sleep } from "node:timers/promises";

/** So long nothing must have run. */
const QUIET_MS = 2000;
/** After so long it is time anyway. */
const LIMIT_MS = 20_000;
const LOOK_MS = 250;

export class Activity {
  #running = 0;
  #changed = performance.now();

  /** Something begins; what is returned says that it has ended. */
  begin(): () => void {
    this.#running++;
    return () => {
      this.#running--;
      this.#changed = performance.now();
    };
  }

  /** Resolves in a quiet moment, and where there is none after a while. */
  async quiet(): Promise<void> {
    const began = performance.now();
    for (;;) {
      // A process that could end does not wait for this.
      await sleep(LOOK_MS, undefined, { ref: false });
      const now = performance.now();
      if (now - began >= LIMIT_MS) return;
      if (this.#running === 0 && now - this.#changed >= QUIET_MS) return;
    }
  }
}
