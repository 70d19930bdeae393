/** What the lab keeps from one task to the next: the pictures that were read last, and how to end a run that learns. */
import { stat } from "node:fs/promises";
import { keepRecent } from "../training/views/recent.ts";
import {
  type LabPictures,
  loadPictures,
  type LoadPorts,
  type WantedShape,
} from "./load/load.ts";

export interface LabDesk {
  /** As `loadPictures`, or what it gave for the same path before, unless `anew`. */
  readonly read: (
    path: string,
    wanted: WantedShape,
    ports: LoadPorts,
    anew?: "anew",
  ) => Promise<LabPictures>;
  /** While a run learns: aborted when it is to end early and be kept. */
  readonly begin: (run: string) => AbortSignal;
  readonly end: (run: string) => void;
  /** False where no such run learns. */
  readonly stop: (run: string) => boolean;
}

/** Sources that are kept: a hundred megabytes each where they are large. */
const KEPT = 2;

export function createLabDesk(): LabDesk {
  const sources = keepRecent<LabPictures>(KEPT);
  const learning = new Map<string, AbortController>();
  let reading = 0;
  const readings = new Map<string, number>();
  return {
    async read(path, wanted, ports, anew) {
      const status = await stat(path).catch(() => undefined);
      const place = JSON.stringify([path, status?.mtimeMs]);
      if (anew) readings.set(place, ++reading);
      const { channels, height, width } = wanted;
      const key = [place, readings.get(place), channels, height, width];
      return sources.get(JSON.stringify(key), () =>
        loadPictures(path, wanted, ports),
      );
    },
    begin(run) {
      const stop = new AbortController();
      learning.set(run, stop);
      return stop.signal;
    },
    end: (run) => void learning.delete(run),
    stop(run) {
      learning.get(run)?.abort();
      return learning.has(run);
    },
  };
}
