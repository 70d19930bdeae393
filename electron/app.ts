/** Puts the services together; a host serves what comes out of it. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { ErrorData, SaveJob } from "./contract/values.ts";
import type { Backend } from "./contract/transport.ts";
import { createRouter } from "./contract/router.ts";
import type { AppCommand } from "./contract/api.ts";
import type { Locale } from "./messages/messages.ts";
import type { Engine } from "./services/api.ts";
import { createDeviceHandlers } from "./services/devices.ts";
import { createEventHub } from "./services/events.ts";
import type { HostAbilities } from "./services/host.ts";
import { createImages, type ImagesService } from "./services/images/images.ts";
import { createMeasuring } from "./services/images/measuring.ts";
import { createPreview, modelFor } from "./services/images/preview.ts";
import { saveSources } from "./services/images/save-sources.ts";
import { openStrip } from "./services/images/strip.ts";
import { openSuspects, suspicion } from "./services/images/suspects.ts";
import type { StoreLoss } from "./services/json-store.ts";
import { openLabs } from "./services/lab/labs.ts";
import { machineMemory } from "./services/memory-limit.ts";
import { createModels } from "./services/models.ts";
import { createProfiles } from "./services/profiles.ts";
import { createResources } from "./services/resources.ts";
import { speedsOf } from "./services/save/estimate.ts";
import { createSaving } from "./services/save/saving.ts";
import { openSettings } from "./services/settings.ts";
import { openTrainings } from "./services/training/trainings.ts";
import { removeUnused } from "./services/uploads.ts";

export interface AppOptions {
  readonly version: string;
  readonly engine: Engine;
  /** Starts the engine that trains: in a process of its own, so that photographs need not wait. */
  readonly startTrainingEngine: () => Engine;
  readonly abilities: HostAbilities;
  /** Where settings, the session, own models and ledgers are kept. */
  readonly dataFolder: string;
  /** The folder of the photographs to try things on. */
  readonly samples: string;
  /** Null where the page knows it from its browser. */
  readonly systemLanguage: Locale | null;
}

export interface App {
  readonly backend: Backend;
  /** Adds files and folders, as from the command line or a second start. */
  readonly addPaths: ImagesService["addPaths"];
  /** What a menu asks of the interface. */
  readonly command: (command: AppCommand) => void;
  /** Writes what is unsaved and ends the engine. */
  readonly close: () => Promise<void>;
}

export async function createApp(options: AppOptions): Promise<App> {
  const { engine, abilities, dataFolder, samples } = options;
  const { emit, subscribe } = createEventHub();
  const megabytes = machineMemory();
  const troubles: ErrorData[] = [];
  const told = ({ file, kept, fields }: StoreLoss): void => {
    const kind = fields.length > 0 ? "partly" : "earlier";
    const part = fields.includes("") ? {} : { kind, fields: fields.join(", ") };
    const details = { file, kept, ...part };
    troubles.push({ code: "STATE_DAMAGED", message: "", details });
  };
  const settings = await openSettings(dataFolder, megabytes, emit, told);
  const strip = await openStrip(dataFolder, emit, told);
  const suspects = await openSuspects(dataFolder);
  for (const { item, file } of strip.entries())
    if (suspects.has(file))
      strip.update(item.id, { state: "failed", error: suspicion(file) });
  const preview = createPreview({
    ...{ engine, strip, suspects, emit },
    settings: settings.current,
  });
  const device = () => settings.current().device;
  const models = createModels({
    ...{ engine, device, emit },
    folder: join(dataFolder, "models"),
  });
  let trainingEngine: Engine | undefined;
  const learner = () => (trainingEngine ??= options.startTrainingEngine());
  const trainings = await openTrainings({
    ...{ models, emit, engine: learner },
    folder: join(dataFolder, "trainings"),
    others: () => labs.busy(),
  });
  const labs = await openLabs({
    ...{ emit, engine: learner, busy: trainings.busy },
    folder: join(dataFolder, "lab"),
  });
  const saving = createSaving({
    ...{ engine, device },
    memoryLimit: () => settings.current().memoryLimit,
    ledgers: join(dataFolder, "jobs"),
    images: saveSources(strip),
    modelFor: (result) =>
      modelFor({ model: "auto" }, result, settings.current()),
    restarted: () => emit("engine.restarted", null),
    emit: (job) => emit("save.changed", job),
    papers: (papers) => emit("save.papers", papers),
    proofs: engine,
    speeds: async () => speedsOf(await models.list(), settings.current()),
    rate: preview.rate,
    saved: (image, output) => strip.update(image, { saved: output }),
  });

  const measuring = createMeasuring({
    ...{ engine, strip, suspects },
    settings: settings.current,
    // For the pixels of images that memory does not hold.
    scratch: dataFolder,
    busy: () =>
      preview.busy() || saving.jobs().some(({ state }) => state === "running"),
  });
  const images = createImages({
    ...{ engine, strip, preview, measuring, abilities, samples },
    settings: settings.current,
  });

  const invoke = createRouter({
    "app.state": async () => {
      // All the rest at one moment, after what has to be waited for.
      const list = await models.soon();
      return {
        version: options.version,
        capabilities: {
          host: abilities.host,
          dialogs: abilities.chooseFiles !== undefined,
          reveal: abilities.reveal !== undefined,
        },
        systemLanguage: options.systemLanguage,
        resultsFolder: join(homedir(), "Nitido"),
        settings: settings.current(),
        images: strip.items(),
        current: strip.current,
        models: list,
        jobs: saving.jobs(),
        troubles,
        inspection: trainings.inspection(),
        trainings: trainings.items(),
        labs: labs.items(),
      };
    },
    "app.reveal": async ({ path }) => {
      await abilities.reveal?.(path);
      return null;
    },
    "app.chooseFolder": async () => (await abilities.chooseFolder?.()) ?? null,
    "app.chooseIdx": async () => (await abilities.chooseIdx?.()) ?? null,
    "models.choose": async () => (await abilities.chooseModel?.()) ?? null,
    ...images.handlers,
    ...saving.handlers,
    ...models.handlers,
    ...trainings.handlers,
    ...labs.handlers,
    ...createDeviceHandlers(engine),
    ...createProfiles({
      engine,
      emit,
      ask: preview.ask,
      reopen: images.reopen,
    }),
    ...settings.handlers,
  });

  const uploads = join(dataFolder, "uploads");
  const fetch = createResources({
    ...{ engine, strip, suspects, preview, images, trainings, uploads },
    settings: settings.current,
    lab: { engine: learner, labs },
  });
  await saving.resumeAll();
  const unfinished = ({ state }: SaveJob) =>
    state === "running" || state === "paused";
  // An unfinished job may still need what is in the strip no more.
  if (!saving.jobs().some(unfinished))
    await removeUnused(
      uploads,
      strip.entries().map(({ file }) => file),
    );
  // The image that was open is open again, unless the engine ended over it.
  const { current } = strip;
  if (current !== null && !suspects.has(strip.get(current).file))
    await preview.start(current);
  measuring.wake();
  // Then it is known what `auto` means when the first photograph comes.
  if (device() === "auto")
    void engine.devices({ probe: "later" }).catch(() => undefined);

  return {
    backend: { invoke, subscribe, fetch },
    addPaths: images.addPaths,
    command: (command) => emit("app.command", command),
    async close() {
      await Promise.all([
        ...[preview.stop(), saving.close(), measuring.close()],
        ...[trainings.close(), labs.close()],
      ]);
      await Promise.all([settings.saved(), strip.saved(), suspects.saved()]);
      await Promise.all([engine.stop(), trainingEngine?.stop()]);
    },
  };
}
