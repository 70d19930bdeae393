/** Denoises the image that is on the screen: opened, then computed from the middle of the view outwards. */
import { invariant, NitidoError } from "../../../models/errors.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type {
  DenoiseSettings,
  DeviceChoice,
  ImageFacts,
  ImageId,
  Rect,
  Settings,
} from "../../contract/values.ts";
import type { Engine } from "../api.ts";
import type { Emit } from "../events.ts";
import { withRestart } from "./restarting.ts";
import type { Strip } from "./strip.ts";

export interface PreviewPorts {
  readonly engine: Engine;
  readonly strip: Strip;
  readonly settings: () => Settings;
  readonly emit: Emit;
}

/** The model that an image's settings mean. */
export function modelFor(
  { model }: Pick<DenoiseSettings, "model">,
  facts: Pick<ImageFacts, "model"> | undefined,
  { models }: Settings,
): string {
  if (model !== "auto") return model;
  return facts?.model === "fast-awgn" ? models.white : models.correlated;
}

export type Preview = ReturnType<typeof createPreview>;

/**
 * One image at a time is computed; what another has already stays until the engine needs the
 * memory. Failures become the image's state.
 */
export function createPreview({ engine, strip, settings, emit }: PreviewPorts) {
  /** What the engine holds open. */
  const opened = new Set<ImageId>();
  let view: Rect | null = null;
  let running:
    | {
        readonly id: ImageId;
        readonly stop: AbortController;
        readonly ended: Promise<void>;
      }
    | undefined;

  const restarted = (): void => {
    opened.clear();
    emit("engine.restarted", null);
  };

  /** Makes sure that the engine holds the image, with its synthetic noise. */
  async function ensureOpen(id: ImageId): Promise<void> {
    if (opened.has(id)) return;
    const { file } = strip.get(id);
    strip.update(id, { state: "opening", fraction: 0 });
    const { memoryLimit, device } = settings();
    const result = await engine.openImage({
      id,
      path: file,
      memoryLimit,
      device,
    });
    opened.add(id);
    const { recommendedModel: model, why: kind, revision, ...facts } = result;
    strip.update(id, { facts: { ...facts, model, kind }, revision });
  }

  async function compute(id: ImageId, signal: AbortSignal): Promise<void> {
    await ensureOpen(id);
    signal.throwIfAborted();
    const { item } = strip.get(id);
    const model = modelFor(item.settings, item.facts, settings());
    strip.update(id, { state: "denoising", fraction: 0 });
    const { noise } = item.settings;
    let choice: DeviceChoice | undefined;
    await engine.preview(
      { id, model, noise, device: settings().device, view },
      {
        signal,
        onProgress: (progress) => {
          if (progress.kind !== "device") {
            const { revision, fraction } = progress;
            strip.update(id, { revision, fraction });
          }
          if (progress.kind !== "region") choice = progress.choice;
          else {
            invariant(choice, "the device is told before the first region");
            emit("preview.progress", { ...progress, id, choice });
          }
        },
      },
    );
    strip.update(id, { state: "done", fraction: 1 });
  }

  async function run(id: ImageId, signal: AbortSignal): Promise<void> {
    try {
      await withRestart(() => compute(id, signal), restarted);
    } catch (error) {
      const data = toErrorData(error);
      if (data.code === "ENGINE_CRASHED") restarted();
      // What was stopped on purpose has not failed.
      if (data.code === "CANCELLED") strip.update(id, { state: "waiting" });
      else if (data.code !== "IMAGE_NOT_OPEN" || strip.find(id))
        strip.update(id, { state: "failed", error: withoutStack(data) });
    }
  }

  async function stop(): Promise<void> {
    running?.stop.abort(new NitidoError("CANCELLED"));
    await running?.ended;
  }

  return {
    /** Computes what is missing of the image; another one that is being computed is stopped. */
    async start(id: ImageId): Promise<void> {
      await stop();
      const controller = new AbortController();
      const ended = run(id, controller.signal);
      running = { id, stop: controller, ended };
      void ended.then(() => {
        if (running?.stop === controller) running = undefined;
      });
    },

    stop,

    async look(id: ImageId, rect: Rect): Promise<void> {
      view = rect;
      if (running?.id === id && opened.has(id))
        await engine.lookAt({ id, view: rect }).catch(() => undefined);
    },

    /** Forgets the place on the screen: another image is about to be shown. */
    leave(): void {
      view = null;
    },

    /** The image is computed anew from its file: its noise was changed. */
    async close(id: ImageId): Promise<void> {
      if (running?.id === id) await stop();
      if (!opened.delete(id)) return;
      await engine.closeImage({ id }).catch(() => undefined);
    },

    /** Asks the engine about an image, which is opened for it if need be. */
    ask<Result>(id: ImageId, question: () => Promise<Result>): Promise<Result> {
      return withRestart(async () => {
        await ensureOpen(id);
        try {
          return await question();
        } catch (error) {
          // The engine closes what was not looked at for long.
          if (!(
            error instanceof NitidoError && error.code === "IMAGE_NOT_OPEN"
          ))
            throw error;
          opened.delete(id);
          await ensureOpen(id);
          return await question();
        }
      }, restarted);
    },
  };
}

function withoutStack({
  code,
  message,
  details,
}: ReturnType<typeof toErrorData>) {
  return { code, message, details };
}
