/** The use case `labRebuild`: pictures as they are, as they go in, and as a run makes them again. */
import {
  spread,
  squaredErrors,
  toBytes,
} from "../../../models/lab/pictures.ts";
import { byDenoiser } from "../lab/by-denoiser.ts";
import { corrupted } from "../lab/figures.ts";
import type { LabPictures } from "../lab/load/load.ts";
import { requested, those, withRun } from "../lab/use.ts";
import type { Task } from "./task.ts";

export const labRebuild: Task<"labRebuild"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const { names: wanted, limit, corruption, seed } = request;
    const all = await requested(run, request, context);
    const some = those(
      all,
      wanted ? numbersOf(all, wanted) : spread(all.names.length, limit),
    );
    const { pictures: originals, names, labels } = some;
    const inputs = corruption
      ? corrupted(originals, corruption, seed)
      : originals;
    const codes = await coder.encode(inputs);
    const rebuilt = await coder.decode(codes);
    const denoised =
      corruption?.kind === "white"
        ? await byDenoiser(inputs, corruption.amount, request.device, context)
        : null;
    return {
      ...{ shape: originals.shape, names, labels },
      originals: toBytes(originals),
      inputs: toBytes(inputs),
      rebuilt: toBytes(rebuilt),
      codes: codes.map((code) => [...code]),
      before: squaredErrors(originals, inputs),
      after: squaredErrors(originals, rebuilt),
      denoiser: denoised && {
        pictures: toBytes(denoised),
        errors: squaredErrors(originals, denoised),
      },
    };
  });

/** What is there no more is left out. */
function numbersOf(
  { names }: LabPictures,
  wanted: readonly string[],
): readonly number[] {
  const places = new Map(names.map((name, n) => [name, n]));
  return wanted.flatMap((name) => places.get(name) ?? []);
}
