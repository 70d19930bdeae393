/** Finds places of a run's photographs that are worth looking at. */
import { setImmediate } from "node:timers/promises";
import { NitidoError } from "../../../../models/errors.ts";
import type { Planes } from "../../../../models/image/image.ts";
import { residual, rootMeanSquare } from "../../../../models/noise/residual.ts";
import { Random } from "../../../../models/random.ts";
import { PLACE_KINDS, rankPlaces } from "../../../../models/training/places.ts";
import type { DeviceId } from "../../../services/api.ts";
import type {
  TrainingPlace,
  TrainingPlacesRequest,
} from "../../../services/api-training.ts";
import { readRecipe } from "../run-folder.ts";
import type { TrainingViews } from "./views.ts";

/** Photographs that are looked at: decoding them is what takes time. */
const LOOKED_AT = 12;

type Where = Pick<TrainingPlacesRequest, "run" | "folder" | "edge">;

/**
 * Fine detail, edges and smooth areas in turn, of one photograph after the other, held-out ones
 * first; always the same of a run. Photographs that cannot be read any more are left out.
 */
export async function findPlaces(
  views: TrainingViews,
  { run, folder, edge, count }: Where & { readonly count: number },
  signal: AbortSignal,
): Promise<readonly TrainingPlace[]> {
  const { seed } = await readRecipe(run);
  const { training, heldOut } = await views.split(run);
  const random = new Random(Random.seed(seed, 0, 3));
  const order = [
    ...random.shuffle(heldOut.map(({ file }) => ({ file, heldOut: true }))),
    ...random.shuffle(training.map(({ file }) => ({ file, heldOut: false }))),
  ];
  const wanted = Math.min(count, LOOKED_AT);
  const found: (readonly TrainingPlace[])[] = [];
  for (const photograph of order) {
    if (found.length === wanted) break;
    signal.throwIfAborted();
    await setImmediate();
    const { file } = photograph;
    try {
      const { image } = await views.photograph({ run, folder, file });
      const ranked = rankPlaces(image, edge);
      // Another kind first in each photograph, so that few places show all kinds.
      const kinds = PLACE_KINDS.map(
        (_, i) => PLACE_KINDS[(found.length + i) % PLACE_KINDS.length]!,
      );
      const best = ranked[kinds[0]!].flatMap((_, rank) =>
        kinds.flatMap((kind) => ranked[kind][rank] ?? []),
      );
      const places = best.map(({ x, y }) => ({ ...photograph, x, y, edge }));
      found.push(distinct(places));
    } catch (error) {
      if (!(error instanceof NitidoError)) throw error;
    }
  }
  const most = Math.max(0, ...found.map(({ length }) => length));
  const turns = Array.from({ length: most }, (_, turn) =>
    found.flatMap((places) => places[turn] ?? []),
  );
  return turns.flat().slice(0, count);
}

/** The candidates by how much the base and the newest network differ there, most first. */
export async function mostDifferent(
  views: TrainingViews,
  {
    candidates,
    device,
    ...where
  }: Where & {
    readonly candidates: readonly TrainingPlace[];
    readonly device: DeviceId;
  },
  signal: AbortSignal,
): Promise<readonly TrainingPlace[]> {
  const base = await views.network(where.run, "base");
  const newest = await views.network(where.run, "newest");
  const measured: { place: TrainingPlace; difference: number }[] = [];
  for (const place of candidates) {
    signal.throwIfAborted();
    const { file, x, y } = place;
    const at = { ...where, file, x, y };
    const before: Planes = await views.denoised(at, base, device);
    const after: Planes = await views.denoised(at, newest, device);
    const difference = rootMeanSquare(residual(after, before));
    measured.push({ place, difference });
  }
  return measured
    .sort((a, b) => b.difference - a.difference)
    .map(({ place }) => place);
}

/** A place that is best of two kinds is taken once. */
function distinct(places: readonly TrainingPlace[]): readonly TrainingPlace[] {
  return [
    ...new Map(
      places.map((place) => [`${String(place.x)} ${String(place.y)}`, place]),
    ).values(),
  ];
}
