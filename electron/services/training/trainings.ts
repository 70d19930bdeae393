/** The namespace `training`: folders that are looked at, trainings on the disk, and the one that runs. */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import type { Handlers } from "../../contract/router.ts";
import * as schema from "../../contract/schemas.ts";
import type {
  Inspection,
  TrainingItem,
  TrainingMetrics,
  TrainingPlan,
} from "../../contract/training-values.ts";
import { outputError } from "../../files/file-errors.ts";
import type { Engine } from "../api.ts";
import type { Emit } from "../events.ts";
import { openJsonStore } from "../json-store.ts";
import type { Models } from "../models.ts";
import { openRecords } from "../records.ts";
import { recordBlind } from "./blind.ts";
import { Inspecting } from "./inspection.ts";
import {
  createPictures,
  type PictureEngine,
  type Pictures,
} from "./pictures.ts";
import { openSpeeds } from "./speeds.ts";
import { Training } from "./training.ts";

export type TrainingHandlers = Pick<
  Handlers,
  Extract<keyof Handlers, `training.${string}`>
>;

type TrainingEngine = PictureEngine &
  Pick<Engine, "train" | "inspectFolder" | "bench">;

export interface TrainingsPorts {
  /** The engine that trains, in a process of its own; started when it is asked for. */
  readonly engine: () => TrainingEngine;
  /** A folder with one folder for each training. */
  readonly folder: string;
  readonly models: Pick<Models, "handlers">;
  /** Whether the engine has other things to learn. */
  readonly others?: () => boolean;
  readonly emit: Emit;
  /** In milliseconds since 1970. */
  readonly clock?: () => number;
}

export interface Trainings {
  readonly handlers: TrainingHandlers;
  /** The newest last. */
  readonly items: () => readonly TrainingItem[];
  readonly inspection: () => Inspection | null;
  /** Whether one is under way. */
  readonly busy: () => boolean;
  readonly find: (id: string) => Training;
  readonly pictures: Pictures;
  /** Pauses what runs; all is on the disk then. */
  readonly close: () => Promise<void>;
}

/** Closing does not wait longer for a step to end: what it learnt is lost, nothing else. In milliseconds. */
const PATIENCE = 5000;

/** What the app wrote itself needs no more proof than that it is whole. */
const record = v.custom<TrainingItem>((value) =>
  v.is(v.object({ id: schema.id, plan: schema.trainingPlan }), value),
);

export async function openTrainings(ports: TrainingsPorts): Promise<Trainings> {
  const { engine, folder, models, emit, clock = Date.now } = ports;
  const { others = () => false } = ports;
  const speeds = await openSpeeds(folder, engine);
  const pictures = createPictures(engine);
  const inspecting = new Inspecting({
    engine,
    emit: (inspection) => emit("training.inspection", inspection),
  });
  const context = {
    ...{ engine, clock },
    changed: (item: TrainingItem) => emit("training.changed", item),
    metrics: (metrics: TrainingMetrics) => emit("training.metrics", metrics),
    pictured: (training: Training) => {
      if (training.item.pinned.length === 0)
        pictures.pinSome(training).catch((error: unknown) => {
          // Without places of its own choice the person still can pin some.
          process.stderr.write(`${String(error)}\n`);
        });
    },
  };
  const trainings = new Map<string, Training>();
  for (const [id, store] of await openRecords(folder, RECORD, record))
    trainings.set(id, new Training(join(folder, id), store, context));

  const find = (id: string): Training => {
    const training = trainings.get(id);
    if (!training) throw new NitidoError("USAGE", { kind: "training", id });
    return training;
  };

  /** Throws USAGE when another one is under way: two would share the same cores. */
  const requireFree = (but?: Training): void => {
    const working = [...trainings.values()].some(
      (training) => training !== but && training.isWorking,
    );
    if (working || others())
      throw new NitidoError("USAGE", { kind: "trainingBusy" });
    speeds.stop();
  };

  const start = async (plan: TrainingPlan): Promise<string> => {
    requireFree();
    const id = randomBytes(9).toString("base64url");
    const own = join(folder, id);
    try {
      await mkdir(own, { recursive: true });
    } catch (error) {
      throw outputError(error, own);
    }
    const item: TrainingItem = {
      ...{ id, plan, state: "preparing", started: clock() },
      ...{ measured: [], recoveries: [], snapshots: [], pinned: [] },
    };
    const store = await openJsonStore(join(own, RECORD), record, item);
    const training = new Training(own, store, context);
    trainings.set(id, training);
    training.start();
    inspecting.inspect(null);
    return id;
  };

  const handlers: TrainingHandlers = {
    "training.inspect": ({ path }) => {
      inspecting.inspect(path);
      return null;
    },
    "training.speed": ({ network, device }) => speeds.of(network, device),
    "training.start": ({ plan }) => start(plan),
    "training.pause": ({ id }) => find(id).pause().then(nothing),
    "training.resume": async ({ id }) => {
      const training = find(id);
      requireFree(training);
      await training.resume();
      return null;
    },
    "training.keep": async ({ id }) => {
      const training = find(id);
      requireFree(training);
      await training.keep();
      return null;
    },
    "training.discard": async ({ id }) => {
      await find(id).discard();
      trainings.delete(id);
      emit("training.removed", id);
      return null;
    },
    "training.accept": async ({ id, name }) => {
      const training = find(id);
      const path = training.network;
      const { adapter } = await models.handlers["models.inspect"]({ path });
      const parameter = { path, name, adapter };
      const model = await models.handlers["models.import"](parameter);
      training.set({ model: model.name });
      return model;
    },
    "training.places": ({ id, by }) => pictures.places(find(id), by),
    "training.pin": async ({ id, ...place }) => {
      await pictures.pin(find(id), place);
      return null;
    },
    "training.unpin": ({ id, file, x, y }) => {
      const training = find(id);
      training.set({
        pinned: training.item.pinned.filter(
          (place) => place.file !== file || place.x !== x || place.y !== y,
        ),
      });
      return null;
    },
    "training.judge": async ({ id, blind }) => {
      const training = find(id);
      const { run, network: model, item } = training;
      const report = await recordBlind({ run, model }, blind);
      if (item.outcome) training.set({ outcome: { ...item.outcome, report } });
      return null;
    },
    "training.history": ({ id }) => find(id).history(),
  };

  return {
    handlers,
    items: () => [...trainings.values()].map(({ item }) => item),
    inspection: () => inspecting.current,
    busy: () => [...trainings.values()].some(({ isWorking }) => isWorking),
    ...{ find, pictures },
    async close() {
      speeds.stop();
      const all = [...trainings.values()];
      await Promise.race([
        Promise.all(all.map((training) => training.pause())),
        sleep(PATIENCE, undefined, { ref: false }),
      ]);
      await Promise.all(all.map((training) => training.saved()));
      await speeds.saved();
    },
  };
}

const RECORD = "training.json";
const nothing = (): null => null;
