/** The use case `labMap`: where pictures lie in the latent space, in two dimensions. */
import type { Pictures } from "../../../models/lab/batches.ts";
import type { Code } from "../../../models/lab/latent.ts";
import { project } from "../../../models/lab/linear.ts";
import {
  choose,
  countOf,
  pictureAt,
  spread,
} from "../../../models/lab/pictures.ts";
import { thumbnailMap } from "../../../models/lab/sheet.ts";
import type { MapMethod } from "../../services/api-lab.ts";
import { aside } from "../lab/aside.ts";
import { refuseFew, requested, those, withRun } from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import type { Task } from "./task.ts";

/** Neighbours that are compared, and pictures whose neighbours are. */
const NEIGHBOURS = 10;
const COMPARED = 500;
const FEWEST = NEIGHBOURS + 2;

type Place = readonly [x: number, y: number];

export const labMap: Task<"labMap"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const { limit, seed, out, edge, overwrite } = request;
    const { signal } = context;
    const all = await requested(run, request, context);
    refuseFew(all.names.length, FEWEST);
    const some = those(all, spread(all.names.length, limit));
    refuseFew(some.names.length, FEWEST);
    const codes = await coder.encode(some.pictures);
    const { latent } = run.facts;
    const method = request.method ?? (latent <= 2 ? "units" : "umap");
    const places = await placed(codes, method, seed, signal);
    const compared = spread(some.names.length, COMPARED);
    const pixels = choose(some.pictures, compared);
    const kept = (map: readonly Float32Array[]): Promise<number> =>
      aside("neighbourhoodKept", [rowsOf(pixels), map, NEIGHBOURS], signal);
    if (out !== null)
      await writePicture(
        thumbnailMap(some.pictures, places, edge),
        ...([out, overwrite] as const),
      );
    return {
      ...{ run: run.path, method, reading: all.reading, file: out },
      points: places.map(([x, y], n) => {
        const [picture, label] = [some.names[n]!, some.labels[n]!];
        return { picture, label, x, y };
      }),
      neighbours: {
        map: await kept(compared.map((n) => Float32Array.from(places[n]!))),
        pca: await kept(await principalPlaces(pixels, signal)),
      },
    };
  });

async function placed(
  codes: readonly Code[],
  method: MapMethod,
  seed: number,
  signal: AbortSignal,
): Promise<readonly Place[]> {
  const rows = codes.map((code) => [...code]);
  const table: Record<MapMethod, () => Promise<readonly ArrayLike<number>[]>> =
    {
      units: () => Promise.resolve(codes),
      umap: () => aside("umap", [rows, seed], signal),
      pca: () => {
        const data = Float32Array.from(rows.flat());
        const shape = [1, 1, rows[0]?.length ?? 0] as const;
        return principalPlaces({ shape, data }, signal);
      },
    };
  // A code of one unit is a map of one line.
  return Array.from(await table[method](), (place): Place => [
    place[0] ?? 0,
    place[1] ?? 0,
  ]);
}

/** On the first two principal components. */
async function principalPlaces(
  pictures: Pictures,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const principal = await aside("principalComponents", [pictures, 2], signal);
  return rowsOf(pictures).map((picture) => project(picture, principal));
}

const rowsOf = (pictures: Pictures): Float32Array[] =>
  Array.from({ length: countOf(pictures) }, (_, n) =>
    pictureAt(pictures, n).slice(),
  );
