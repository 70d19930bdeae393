/** The namespace `lab`: runs on the disk, the one that learns, and what they are used for. */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import * as lab from "../../contract/lab-schemas.ts";
import type {
  LabItem,
  LabMetrics,
  LabPlan,
} from "../../contract/lab-values.ts";
import type { Handlers } from "../../contract/router.ts";
import * as schema from "../../contract/schemas.ts";
import { outputError } from "../../files/file-errors.ts";
import type { Engine } from "../api.ts";
import type { Emit } from "../events.ts";
import { openJsonStore } from "../json-store.ts";
import { openRecords } from "../records.ts";
import { typedPath } from "../training/typed-path.ts";
import { createLabelStudies } from "./label-study.ts";
import { Run } from "./run.ts";
import { sourceOf } from "./source.ts";

export type LabHandlers = Pick<
  Handlers,
  Extract<keyof Handlers, `lab.${string}`>
>;

export interface LabsPorts {
  /** The one that trains; started when it is asked for. */
  readonly engine: () => Pick<
    Engine,
    | "labTrain"
    | "labStop"
    | "labMap"
    | "labAnomalies"
    | "labClassify"
    | "labCollect"
  >;
  /** A folder with one folder for each run. */
  readonly folder: string;
  /** Whether the engine has a training to do. */
  readonly busy: () => boolean;
  readonly emit: Emit;
  /** In milliseconds since 1970. */
  readonly clock?: () => number;
}

export interface Labs {
  readonly handlers: LabHandlers;
  /** The newest last. */
  readonly items: () => readonly LabItem[];
  readonly find: (id: string) => Run;
  /** Whether one learns. */
  readonly busy: () => boolean;
  /** Breaks off what learns, which goes on at the next start. All is on the disk then. */
  readonly close: () => Promise<void>;
}

/** Closing does not wait longer for a step to end, in milliseconds. */
const PATIENCE = 2000;
const RECORD = "lab.json";

/** What the app wrote itself needs no more proof than that it is whole. */
const record = v.custom<LabItem>((value) =>
  v.is(v.object({ id: schema.id, plan: lab.plan }), value),
);

/** The same pictures, noise and map each time. */
export const SEED = 0;

export async function openLabs(ports: LabsPorts): Promise<Labs> {
  const { engine, folder, busy, emit, clock = Date.now } = ports;
  const context = {
    ...{ engine, clock },
    changed: (item: LabItem) => emit("lab.changed", item),
    metrics: (metrics: LabMetrics) => emit("lab.metrics", metrics),
  };
  const runs = new Map<string, Run>();
  for (const [id, store] of await openRecords(folder, RECORD, record))
    runs.set(id, new Run(join(folder, id), store, context));

  const find = (id: string): Run => {
    const run = runs.get(id);
    if (!run) throw new NitidoError("USAGE", { kind: "labRun", id });
    return run;
  };

  const working = () => [...runs.values()].some(({ isWorking }) => isWorking);

  const start = async (plan: LabPlan): Promise<string> => {
    if (busy() || working())
      throw new NitidoError("USAGE", { kind: "trainingBusy" });
    const id = randomBytes(9).toString("base64url");
    const own = join(folder, id);
    await mkdir(own, { recursive: true }).catch((error: unknown) => {
      throw outputError(error, own);
    });
    const item: LabItem = {
      ...{ id, state: "preparing", started: clock(), measured: [] },
      plan: { ...plan, source: sourceOf(plan.source) },
    };
    const store = await openJsonStore(join(own, RECORD), record, item);
    const run = new Run(own, store, context);
    runs.set(id, run);
    run.start();
    return id;
  };

  // Only one can have learnt; were there more, the newest goes on, the others when they are told to.
  await [...runs.values()]
    .findLast(({ wasBrokenOff }) => wasBrokenOff)
    ?.resume();

  const studies = createLabelStudies(engine);

  const handlers: LabHandlers = {
    "lab.labels": ({ id, ...wish }) => {
      if (busy() || working() || studies.busy())
        throw new NitidoError("USAGE", { kind: "trainingBusy" });
      studies.start(find(id), wish);
      return null;
    },
    "lab.stopLabels": async ({ id }) => {
      await studies.stop(find(id));
      return null;
    },
    "lab.start": ({ plan }) => start(plan),
    "lab.resume": async ({ id }) => {
      const run = find(id);
      if (busy() || working())
        throw new NitidoError("USAGE", { kind: "trainingBusy" });
      await run.resume();
      return null;
    },
    "lab.stop": async ({ id }) => {
      await find(id).stop();
      return null;
    },
    "lab.discard": async ({ id }) => {
      await studies.stop(find(id));
      await find(id).discard();
      runs.delete(id);
      emit("lab.removed", id);
      return null;
    },
    "lab.history": ({ id }) => find(id).history(),
    "lab.map": ({ id, source, ...wish }) =>
      engine().labMap({
        ...{ ...wish, ...useOf(find(id), source) },
        ...{ seed: SEED, out: null, edge: 0, overwrite: false },
      }),
    "lab.anomalies": ({ id, source, ...wish }) =>
      engine().labAnomalies({
        ...{ ...wish, ...useOf(find(id), source) },
        ...{ clean: null, out: null, limit: 0, overwrite: false },
      }),
    "lab.collect": ({ id, source, folder, ...wish }) =>
      engine().labCollect({
        ...{ ...wish, ...useOf(find(id), source) },
        folder: typedPath(folder),
      }),
  };

  return {
    handlers,
    items: () => [...runs.values()].map(({ item }) => item),
    find,
    busy: () => working() || studies.busy(),
    async close() {
      const all = [...runs.values()];
      await Promise.race([
        Promise.all([...all.map((run) => run.breakOff()), studies.close()]),
        sleep(PATIENCE, undefined, { ref: false }),
      ]);
      await Promise.all(all.map((run) => run.saved()));
    },
  };
}

/** What every use of a run begins with; its own source where none is named. */
export function useOf({ item, path }: Run, source: string | null) {
  const { plan } = item;
  return {
    ...{ run: path, device: plan.device },
    source: source === null ? plan.source : sourceOf(source),
  };
}
