/** An engine as the app starts it, and runs that it learns from bars. */
import { join } from "node:path";
import { afterAll } from "vitest";
import { startEngine } from "../../../electron/engine/client.ts";
import type { LabTrainRequest } from "../../../electron/services/api-lab.ts";
import { writeBars } from "../../support/bars.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

export const engine = startEngine();
afterAll(() => engine.stop());

export const root = temporaryFolder();

/** Learns a run of bars, every so many of which lie, and gives what every use of it is asked with. */
export async function learnBars(
  every: number,
  request: Partial<LabTrainRequest> = {},
) {
  const source = writeBars(root, every);
  const run = join(root, `run-${String(every)}`);
  await engine.labTrain({
    ...{ source, run, size: null, grey: false, without: [], seed: 0 },
    ...{ network: "deep", latent: 4, widths: [16], corruption: null },
    ...{ reconstruction: null, beta: 0.1, sparse: 0, contractive: 0, walk: 0 },
    ...{ budget: { steps: 400 }, device: "cpu", greedy: false },
    ...{ resume: false, overwrite: false },
    ...request,
  });
  return { run, source, device: "cpu" } as const;
}
