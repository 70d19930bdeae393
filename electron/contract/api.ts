/**
 * The only definition of what an interface can ask of the app and hear from it: client, router,
 * validation and types all derive from these two tables.
 */
import * as v from "valibot";
import { noiseModels, type NoiseModelName } from "../../models/noise/table.ts";
import { labCalls, labEvents } from "./lab-api.ts";
import * as schema from "./schemas.ts";
import { call, event } from "./spec.ts";
import type {
  AppState,
  DeviceReport,
  ErrorData,
  HardPlace,
  ImageId,
  ImageItem,
  JobId,
  ModelAdapter,
  ModelItem,
  NoisePlots,
  PreviewProgress,
  ProfileItem,
  SavedFile,
  SaveEstimate,
  SaveJob,
  SaveName,
  SavePapers,
  Scores,
  Settings,
} from "./values.ts";
import type {
  Inspection,
  LossPoint,
  TrainingId,
  TrainingItem,
  TrainingMetrics,
  TrainingPlace,
} from "./training-values.ts";

const nothing = v.null();
const id = schema.id;
const ids = v.array(id);

export const calls = {
  /** All that an interface shows, to begin with. */
  "app.state": call(nothing).answers<AppState>(),
  /** Shows a file in the file manager; only where `capabilities.reveal` says so. */
  "app.reveal": call(v.object({ path: schema.path })).answers<null>(),
  /** Asks for a folder with a native dialog; null when it was closed. */
  "app.chooseFolder": call(nothing).answers<string | null>(),
  /** An IDX file for the lab, with a native dialog; null when it was closed, or the host has none. */
  "app.chooseIdx": call(nothing).answers<string | null>(),

  /** Files and folders of the disk, folders with all that is inside them. Refusals name what is no image. */
  "images.add": call(v.object({ paths: v.array(schema.path) })).answers<{
    readonly added: readonly ImageId[];
    readonly refused: readonly ErrorData[];
  }>(),
  /** Asks for files with a native dialog and adds them. */
  "images.choose": call(nothing).answers<null>(),
  /** A shipped noisy photograph, to try things on. */
  "images.addSamples": call(nothing).answers<null>(),
  "images.remove": call(v.object({ ids })).answers<null>(),
  /** Opens an image: it is decoded, measured and, from `images.look` on, denoised. Null closes. */
  "images.open": call(v.object({ id: v.nullable(id) })).answers<null>(),
  /** What is on the screen: that part is denoised first. */
  "images.look": call(v.object({ id, view: schema.rect })).answers<null>(),
  /** Stops the denoising of the open image; what is clean stays. */
  "images.stop": call(v.object({ id })).answers<null>(),
  "images.set": call(
    v.object({ ids, settings: v.partial(schema.denoiseSettings) }),
  ).answers<null>(),
  "images.plots": call(v.object({ id })).answers<NoisePlots>(),
  /** Squares of `edge` pixels at which it is hardest to say how much noise to remove. */
  "images.hardPlaces": call(v.object({ id, edge: schema.cropEdge })).answers<
    readonly HardPlace[]
  >(),
  /** Puts synthetic noise on a clean image; null takes it away again. */
  "images.addNoise": call(
    v.object({
      id,
      noise: v.nullable(
        v.object({
          kind: v.picklist(Object.keys(noiseModels) as NoiseModelName[]),
          level: schema.level,
          seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
        }),
      ),
    }),
  ).answers<null>(),
  /** Against the clean image; null unless it has synthetic noise and is denoised as a whole. */
  "images.scores": call(v.object({ id })).answers<Scores | null>(),

  /** The names that saving would give. */
  "save.names": call(v.object({ ids, rules: schema.saveRules })).answers<
    readonly SaveName[]
  >(),
  "save.start": call(
    v.object({ ids, rules: schema.saveRules }),
  ).answers<JobId>(),
  "save.pause": call(v.object({ job: id })).answers<null>(),
  "save.resume": call(v.object({ job: id })).answers<null>(),
  "save.cancel": call(v.object({ job: id })).answers<null>(),
  /** Removes an ended job from the list; what it wrote stays. */
  "save.forget": call(v.object({ job: id })).answers<null>(),
  /** What saving these would take. */
  "save.estimate": call(
    v.object({ ids, rules: schema.saveRules }),
  ).answers<SaveEstimate>(),
  /** Writes the report of a job and its proof sheet into a folder, in a language; `save.papers` tells how far it is, and where they are, or why not. */
  "save.write": call(
    v.object({
      job: id,
      folder: schema.path,
      language: v.picklist(["en", "es"]),
    }),
  ).answers<null>(),
  /** Ends that writing; nothing of it stays. */
  "save.stopWriting": call(v.object({ job: id })).answers<null>(),
  "save.report": call(v.object({ job: id })).answers<readonly SavedFile[]>(),

  /** Looks at an ONNX file that is to be imported, and says what must be asked. */
  "models.inspect": call(v.object({ path: schema.path })).answers<{
    readonly adapter: ModelAdapter;
    readonly name: string;
  }>(),
  /** Tries the model, measures its integrity, and adds it. */
  "models.import": call(
    v.object({
      path: schema.path,
      name: schema.name,
      adapter: schema.modelAdapter,
    }),
  ).answers<ModelItem>(),
  /** Asks for an ONNX file with a native dialog; null when it was closed. */
  "models.choose": call(nothing).answers<string | null>(),
  /** Measures speed and integrity on the device in use. */
  "models.measure": call(v.object({ name: schema.name })).answers<ModelItem>(),
  /** Copies a model's file and card into a folder; returns the file. */
  "models.export": call(
    v.object({ name: schema.name, folder: schema.path }),
  ).answers<string>(),
  /** Only imported and trained ones can be removed. */
  "models.remove": call(v.object({ name: schema.name })).answers<null>(),

  /** Looks at a folder that is to be learnt from; `training.inspection` tells of it. Null forgets it. */
  "training.inspect": call(
    v.object({ path: v.nullable(schema.path) }),
  ).answers<null>(),
  /** How many megapixels a second are learnt from here; measured when it is not known yet. */
  "training.speed": call(
    v.object({
      network: schema.trainingPlan.entries.network,
      device: schema.settings.entries.device,
    }),
  ).answers<number>(),
  /** One training runs at a time. */
  "training.start": call(
    v.object({ plan: schema.trainingPlan }),
  ).answers<TrainingId>(),
  "training.pause": call(v.object({ id })).answers<null>(),
  /** Goes on from the newest checkpoint, also after a failure. */
  "training.resume": call(v.object({ id })).answers<null>(),
  /** Stops early and keeps what was learnt: the training has ended then. */
  "training.keep": call(v.object({ id })).answers<null>(),
  /** Removes a training and all that it wrote; a model that it was accepted as stays. */
  "training.discard": call(v.object({ id })).answers<null>(),
  /** Copies what was learnt into the models, under a name. */
  "training.accept": call(
    v.object({ id, name: schema.name }),
  ).answers<ModelItem>(),
  /** Places worth looking at: of many kinds, or where the base and what was learnt differ most. */
  "training.places": call(
    v.object({ id, by: v.picklist(["variety", "difference"]) }),
  ).answers<readonly TrainingPlace[]>(),
  /** Keeps a place of a photograph in sight; x and y as shares (0..1) of its sides. */
  "training.pin": call(
    v.object({ id, file: schema.path, x: schema.share, y: schema.share }),
  ).answers<null>(),
  "training.unpin": call(
    v.object({ id, file: schema.path, x: v.number(), y: v.number() }),
  ).answers<null>(),
  /** How a blind comparison with the base ended. */
  "training.judge": call(
    v.object({
      id,
      blind: v.object({
        trained: schema.count,
        base: schema.count,
        same: schema.count,
      }),
    }),
  ).answers<null>(),
  /** The loss from the beginning until now. */
  "training.history": call(v.object({ id })).answers<readonly LossPoint[]>(),

  ...labCalls,

  "profiles.list": call(nothing).answers<readonly ProfileItem[]>(),
  /** Measures the cameras of a folder's photographs; those of the same setting are replaced. */
  "profiles.make": call(v.object({ path: schema.path })).answers<
    readonly ProfileItem[]
  >(),
  "profiles.remove": call(v.object({ id })).answers<null>(),
  /**
   * A noise level that was chosen for an image is that of its camera and ISO from now on. The image
   * itself is opened anew, with the level as its automatic one.
   */
  "profiles.keep": call(v.object({ image: id, level: schema.level })).answers<
    readonly ProfileItem[]
  >(),

  /** The devices, each tried when `probe` is set. */
  "devices.list": call(v.object({ probe: v.boolean() })).answers<
    readonly DeviceReport[]
  >(),

  "settings.set": call(
    v.object({ settings: v.partial(schema.settings) }),
  ).answers<Settings>(),
} as const;

export const events = {
  /** Images that are new or have changed, whole. */
  "images.changed": event<readonly ImageItem[]>(),
  "images.removed": event<readonly ImageId[]>(),
  /** Another image is open, or none. */
  "images.current": event<ImageId | null>(),
  "preview.progress": event<PreviewProgress>(),
  "save.changed": event<SaveJob>(),
  /** The report of a job and its proof sheet are written, or could not be. */
  "save.papers": event<SavePapers>(),
  "training.inspection": event<Inspection | null>(),
  /** A training that is new or has changed, whole. */
  "training.changed": event<TrainingItem>(),
  "training.removed": event<TrainingId>(),
  /** At most five times a second. */
  "training.metrics": event<TrainingMetrics>(),
  ...labEvents,
  /** Camera profiles that photographs opened from now on follow. */
  "profiles.changed": event<readonly ProfileItem[]>(),
  "models.changed": event<readonly ModelItem[]>(),
  "settings.changed": event<Settings>(),
  /** Something went wrong, or differently, that no call is waiting to hear of. */
  "app.trouble": event<ErrorData>(),
  /** The computing process ended and was started again. */
  "engine.restarted": event<null>(),
  /** A menu or a file manager asks the interface to do something. */
  "app.command": event<AppCommand>(),
} as const;

/** What menus can ask for, beyond calls. */
export const APP_COMMANDS = [
  "save",
  "save-all",
  "undo",
  "redo",
  "zoom-in",
  "zoom-out",
  "zoom-fit",
  "zoom-100",
  "show-denoise",
  "show-train",
  "show-lab",
  "show-models",
  "show-settings",
  "show-shortcuts",
] as const;
export type AppCommand = (typeof APP_COMMANDS)[number];

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type ParameterOf<Name extends CallName> = v.InferOutput<
  Calls[Name]["parameter"]
>;
export type ResultOf<Name extends CallName> =
  NonNullable<Calls[Name]["result"]> extends infer Result
    ? Result | (null extends Calls[Name]["result"] ? null : never)
    : never;

export type Events = typeof events;
export type EventName = keyof Events;
export type PayloadOf<Name extends EventName> = Exclude<
  Events[Name]["payload"],
  undefined
>;

/** What formats are called and what can be chosen for them. */
export { depthIn, FORMATS, OUTPUTS, WRITABLE } from "../codecs/formats.ts";
