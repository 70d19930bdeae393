/** An engine in memory for tests of services: open images, previews that a test steps through, and crashes on request. */
import { NitidoError } from "../../models/errors.ts";
import type { Engine } from "../../electron/services/api.ts";
import type { OpenImageResult } from "../../electron/services/api-images.ts";

export const FACTS: OpenImageResult = {
  width: 100,
  height: 80,
  channels: 3,
  bitDepth: 8,
  format: "png",
  noise: {
    sigma: [5, 5, 5],
    a: 0,
    b: 0,
    correlation: 1,
    correlated: false,
    curve: [0],
  },
  recommendedModel: "fast-photo",
  why: "correlated",
  notices: [],
  revision: 1,
};

export interface FakeEngine {
  readonly engine: Engine;
  /** Every call as `name` or `name:id`, in order. */
  readonly calls: string[];
  /** The preview that waits: report a region of it, or end it. */
  readonly previews: {
    readonly model: string;
    readonly report: (fraction: number) => void;
    readonly finish: () => void;
  }[];
  /** All that is open is lost, and calls under way reject. */
  readonly crash: () => void;
  /** The image is closed without anybody asking for it. */
  readonly forget: (id: string) => void;
}

const CHOICE = { device: "cpu", name: "CPU", why: "only" } as const;

export function createFakeEngine(): FakeEngine {
  const calls: string[] = [];
  const previews: FakeEngine["previews"] = [];
  const open = new Set<string>();
  const waiting = new Set<(error: Error) => void>();
  let revision = 1;

  const requireOpen = (id: string): void => {
    if (!open.has(id)) throw new NitidoError("IMAGE_NOT_OPEN", { image: id });
  };
  const requireWhole = (file: string): void => {
    if (file.includes("damaged"))
      throw new NitidoError("FILE_DAMAGED", { file });
  };
  const answers: Partial<Engine> = {
    analyze: async ({ image }) => {
      calls.push(`analyze:${image}`);
      await Promise.resolve();
      requireWhole(image);
      return { ...FACTS, image };
    },
    openImage: async ({ id, path }, watch = {}) => {
      calls.push(`openImage:${path}`);
      // Takes until it is stopped.
      if (path.includes("slow"))
        await new Promise((_, reject) => {
          watch.signal?.addEventListener("abort", () =>
            reject(new NitidoError("CANCELLED")),
          );
        });
      await Promise.resolve();
      requireWhole(path);
      open.add(id);
      return { ...FACTS, revision: ++revision };
    },
    // Takes until it is stopped.
    addNoise: ({ id }, watch = {}) => {
      calls.push(`addNoise:${id}`);
      return new Promise((_, reject) => {
        watch.signal?.addEventListener("abort", () =>
          reject(new NitidoError("CANCELLED")),
        );
      });
    },
    closeImage: ({ id }) => {
      calls.push("closeImage");
      open.delete(id);
      return Promise.resolve(null);
    },
    preview: ({ id, model }, watch = {}) => {
      calls.push(`preview:${model}`);
      return new Promise((resolve, reject) => {
        requireOpen(id);
        waiting.add(reject);
        watch.signal?.addEventListener("abort", () =>
          reject(new NitidoError("CANCELLED")),
        );
        watch.onProgress?.({
          kind: "started",
          choice: CHOICE,
          revision,
          fraction: 0,
        });
        previews.push({
          model,
          report: (fraction) =>
            watch.onProgress?.({
              kind: "region",
              regions: [{ x: 0, y: 0, width: 10, height: 10 }],
              fraction,
              mpxPerSecond: 1,
              secondsLeft: 1,
              revision: ++revision,
            }),
          finish: () => resolve({ revision, device: "cpu" }),
        });
      });
    },
    lookAt: ({ view }) => {
      calls.push(`lookAt:${String(view.x)}`);
      return Promise.resolve(null);
    },
    stop: () => Promise.resolve(),
  };
  return {
    engine: answers as Engine,
    calls,
    previews,
    forget: (id) => open.delete(id),
    crash() {
      open.clear();
      for (const reject of waiting) reject(new NitidoError("ENGINE_CRASHED"));
      waiting.clear();
    },
  };
}
