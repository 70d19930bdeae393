/** Measures the images that nobody has opened yet, one after the other, while there is nothing better to do. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "../../contract/values.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type { Engine } from "../api.ts";
import { factsOf } from "./facts.ts";
import type { Strip, StripEntry } from "./strip.ts";
import type { Suspects } from "./suspects.ts";

export interface MeasuringPorts {
  readonly engine: Engine;
  readonly strip: Strip;
  readonly suspects: Pick<Suspects, "has" | "reading">;
  /** Whether the engine has something to do that somebody waits for. */
  readonly busy: () => boolean;
  readonly settings: () => Pick<Settings, "memoryLimit">;
  /** A folder for the pixels of larger ones. */
  readonly scratch: string;
}

/** Milliseconds between two looks at whether the engine is free. */
const PAUSE = 250;

export interface Measuring {
  /** There may be images to measure. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

export function createMeasuring(ports: MeasuringPorts): Measuring {
  const { engine, strip, suspects, busy, settings, scratch } = ports;
  const stop = new AbortController();
  let working: Promise<void> | undefined;

  const next = (): StripEntry | undefined =>
    strip
      .entries()
      .find(
        ({ item, file }) =>
          item.state === "waiting" && !item.facts && !suspects.has(file),
      );

  async function measure({ item: { id }, file }: StripEntry): Promise<void> {
    try {
      const { memoryLimit } = settings();
      const found = await suspects.reading(file, () =>
        engine.analyze(
          { image: file, memoryLimit, scratch },
          { signal: stop.signal },
        ),
      );
      // It may have been opened meanwhile, and is then known better.
      if (strip.find(id)?.item.facts) return;
      strip.update(id, { facts: factsOf(found) });
    } catch (thrown) {
      const { code, message, details } = toErrorData(thrown);
      if (code === "CANCELLED") return;
      strip.update(id, { state: "failed", error: { code, message, details } });
    }
  }

  async function work(): Promise<void> {
    for (let entry = next(); entry; entry = next()) {
      if (stop.signal.aborted) return;
      // It ends at once, by a rejection, when all is closed.
      if (busy()) await sleep(PAUSE, undefined, stop).catch(() => undefined);
      else await measure(entry);
    }
  }

  return {
    wake() {
      working ??= work().finally(() => {
        working = undefined;
      });
    },
    async close() {
      stop.abort();
      await working;
    },
  };
}
