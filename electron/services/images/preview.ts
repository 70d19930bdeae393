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
import { createOpenInEngine, type OpenPorts } from "./open-in-engine.ts";

/** The model that an image's settings mean. */
export function modelFor(
  { model }: Pick<DenoiseSettings, "model">,
  facts: Pick<ImageFacts, "recommendedModel"> | undefined,
  { models }: Settings,
): string {
  if (model !== "auto") return model;
  return facts?.recommendedModel === "fast-awgn"
    ? models.white
    : models.correlated;
}

interface Running {
  readonly id: ImageId;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export type Preview = ReturnType<typeof createPreview>;

/**
 * One image at a time is computed; what another has already stays until the engine needs the
 * memory. Failures become the image's state.
 */
export function createPreview(ports: OpenPorts) {
  const { engine, strip, settings, emit } = ports;
  const images = createOpenInEngine(ports);
  let view: Rect | null = null;
  let running: Running | undefined;
  /** The newest wish to compute: of several that waited for the same end, only the last begins. */
  let wish = 0;
  let rate: number | undefined;

  async function compute(id: ImageId, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { item } = strip.get(id);
    const { device } = settings();
    const model = modelFor(item.settings, item.facts, settings());
    strip.update(id, { state: "denoising", fraction: 0 });
    let choice: DeviceChoice | undefined;
    await engine.preview(
      { id, model, noise: item.settings.noise, device, view },
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
            if (progress.mpxPerSecond > 0) rate = progress.mpxPerSecond;
          }
        },
      },
    );
    strip.update(id, { state: "done", fraction: 1 });
  }

  async function run(id: ImageId, signal: AbortSignal): Promise<void> {
    try {
      await images.with(id, () => compute(id, signal), signal);
    } catch (thrown) {
      const { code, message, details } = toErrorData(thrown);
      // What was stopped on purpose has not failed.
      if (code === "CANCELLED")
        strip.update(id, {
          state: images.isOpening(id) ? "opening" : "waiting",
        });
      else
        strip.update(id, {
          state: "failed",
          error: { code, message, details },
        });
    }
  }

  async function stop(): Promise<void> {
    running?.stop.abort(new NitidoError("CANCELLED"));
    await running?.ended;
  }

  return {
    /** Whether an image is being computed. */
    busy: (): boolean => running !== undefined,

    /** Megapixels a second as they were computed last. */
    rate: (): number | undefined => rate,

    /** Computes what is missing of the image; another one that is being computed is stopped. */
    async start(id: ImageId): Promise<void> {
      const mine = ++wish;
      await stop();
      if (mine !== wish) return;
      const controller = new AbortController();
      const ended = run(id, controller.signal).finally(() => {
        if (running?.stop === controller) running = undefined;
      });
      running = { id, stop: controller, ended };
    },

    async stop(): Promise<void> {
      wish++;
      await stop();
    },

    async look(id: ImageId, rect: Rect): Promise<void> {
      view = rect;
      if (running?.id === id && images.has(id))
        await engine.lookAt({ id, view: rect }).catch(() => undefined);
    },

    /** Another image is about to be shown: the place on the screen is forgotten, and an opening given up. */
    leave(): void {
      view = null;
      if (running) images.abandon(running.id);
    },

    /** Lets go of an image: it is removed, or read anew. */
    async close(id: ImageId): Promise<void> {
      if (running?.id === id) await stop();
      await images.close(id);
    },

    /** Asks the engine about an image, which is opened for it if need be. */
    ask: <Result>(id: ImageId, work: () => Promise<Result>) =>
      images.with(id, work),
  };
}
