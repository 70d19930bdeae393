/** What the lab keeps from one task to the next: the pictures that were read last, and how to end a run that learns. */
import { stat } from "node:fs/promises";
import type { Principal } from "../../../models/lab/linear.ts";
import { keepRecent, type Recent } from "../training/views/recent.ts";
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
  /** What was read of this path is read again when it is asked for next. */
  readonly forget: (path: string) => void;
  /** Principal components of some of these pictures; `key` says of which, and how many. */
  readonly principal: (
    of: LabPictures,
    key: string,
    make: () => Promise<Principal>,
  ) => Promise<Principal>;
  /** While a run learns: aborted when it is to end early and be kept. */
  readonly begin: (run: string) => AbortSignal;
  readonly end: (run: string) => void;
  /** False where no such run learns. */
  readonly stop: (run: string) => boolean;
}

/** Readings that are kept, two of the same pictures: as they were asked for, and in the shape that they have. */
const KEPT = 4;

export function createLabDesk(): LabDesk {
  const sources = keepRecent<LabPictures>(KEPT);
  const forgotten = new Map<string, number>();
  const principals = new WeakMap<LabPictures, Recent<Principal>>();
  const learning = new Map<string, AbortController>();
  let reading = 0;
  const readings = new Map<string, number>();
  return {
    async read(path, wanted, ports, anew) {
      const status = await stat(path).catch(() => undefined);
      const age = forgotten.get(path);
      const place = JSON.stringify([path, status?.mtimeMs, age]);
      // What is built in is always the same.
      if (anew && status) readings.set(place, ++reading);
      const key = (shape: readonly (number | null)[]) =>
        JSON.stringify([place, readings.get(place), ...shape]);
      const { channels, height, width } = wanted;
      const read = await sources.get(key([channels, height, width]), () =>
        loadPictures(path, wanted, ports),
      );
      // Who uses a run asks for the shape that it learnt.
      return sources.get(key(read.pictures.shape), () => Promise.resolve(read));
    },
    forget: (path) => void forgotten.set(path, (forgotten.get(path) ?? 0) + 1),
    principal(of, key, make) {
      const kept = principals.get(of) ?? keepRecent<Principal>(KEPT);
      principals.set(of, kept);
      return kept.get(key, make);
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
