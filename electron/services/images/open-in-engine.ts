/** Keeps track of which images the engine holds open, and opens them again when it has lost them. */
import { NitidoError } from "../../../models/errors.ts";
import type { ImageId, Settings } from "../../contract/values.ts";
import type { Engine } from "../api.ts";
import type { Emit } from "../events.ts";
import { untilAborted } from "../until-aborted.ts";
import { factsOf } from "./facts.ts";
import type { Strip } from "./strip.ts";
import type { Suspects } from "./suspects.ts";

export interface OpenPorts {
  readonly engine: Engine;
  readonly strip: Strip;
  readonly suspects: Pick<Suspects, "reading">;
  readonly settings: () => Settings;
  readonly emit: Emit;
}

interface Opening {
  readonly stop: AbortController;
  readonly done: Promise<void>;
  underWay: boolean;
}

export type OpenInEngine = ReturnType<typeof createOpenInEngine>;

export function createOpenInEngine(ports: OpenPorts) {
  const { engine, strip, suspects, settings, emit } = ports;
  /** The opening of each image that the engine holds, or is about to; another map for each engine process. */
  let opened = new Map<ImageId, Opening>();

  async function open(id: ImageId, signal: AbortSignal): Promise<void> {
    const { file, item } = strip.get(id);
    strip.update(id, { state: "opening", fraction: 0 });
    try {
      const { memoryLimit, device } = settings();
      let result = await suspects.reading(file, () =>
        engine.openImage({ id, path: file, memoryLimit, device }, { signal }),
      );
      if (item.synthetic)
        result = await engine.addNoise(
          { id, noise: item.synthetic },
          { signal },
        );
      strip.update(id, { facts: factsOf(result), revision: result.revision });
    } catch (error) {
      // What that means for the image, only who wanted it open can say: a preview, or a mere tile.
      strip.update(id, { state: item.state, fraction: item.fraction });
      throw error;
    }
  }

  function begin(id: ImageId): Opening {
    const stop = new AbortController();
    const opening: Opening = {
      stop,
      done: open(id, stop.signal),
      underWay: true,
    };
    opened.set(id, opening);
    opening.done.then(
      () => (opening.underWay = false),
      () => {
        // It may have been closed and be opened anew.
        if (opened.get(id) === opening) opened.delete(id);
      },
    );
    return opening;
  }

  /** Gives an opening up that is under way: who waits for it hears CANCELLED. */
  function abandon(id: ImageId): void {
    const opening = opened.get(id);
    if (opening?.underWay) opening.stop.abort(new NitidoError("CANCELLED"));
  }

  const ensure = (id: ImageId): Promise<void> =>
    (opened.get(id) ?? begin(id)).done;

  return {
    has: (id: ImageId): boolean => opened.has(id),

    isOpening: (id: ImageId): boolean => opened.get(id)?.underWay === true,

    abandon,

    /**
     * Does some work on an open image. An engine that ended, or that has closed the image, costs one
     * more try; one that had to be ended, because it answered no more, does not. The signal ends the waiting for the opening, which goes on.
     */
    with: async <Result>(
      id: ImageId,
      work: () => Promise<Result>,
      signal?: AbortSignal,
    ): Promise<Result> => {
      const before = opened;
      const attempt = async (): Promise<Result> => {
        await untilAborted(ensure(id), signal);
        return work();
      };
      try {
        return await attempt();
      } catch (error) {
        const code = error instanceof NitidoError ? error.code : "INTERNAL";
        if (code === "ENGINE_CRASHED") {
          // All that was under way hears of a crash; the first to hear may have opened images again.
          if (opened === before) {
            opened = new Map();
            emit("engine.restarted", null);
          }
          // What has kept one engine from answering would keep the next one from it.
          if (error instanceof NitidoError && error.details["hung"] === true)
            throw error;
        } else if (code === "IMAGE_NOT_OPEN" && strip.find(id))
          opened.delete(id);
        else throw error;
        return await attempt();
      }
    },

    async close(id: ImageId): Promise<void> {
      abandon(id);
      if (!opened.delete(id)) return;
      await engine.closeImage({ id }).catch(() => undefined);
    },
  };
}
