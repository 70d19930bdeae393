/** The use case `labEncode`: pictures in, codes out. */
import { requested, withRun } from "../lab/use.ts";
import type { Task } from "./task.ts";

export const labEncode: Task<"labEncode"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const { pictures, names, labels, reading } = await requested(
      ...([run, request, context] as const),
    );
    const codes = await coder.encode(pictures);
    return {
      ...{ run: run.path, latent: run.facts.latent, reading },
      codes: codes.map((code, n) => ({
        picture: names[n]!,
        label: labels[n]!,
        code: [...code],
      })),
    };
  });
