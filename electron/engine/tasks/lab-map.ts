/** The use case `labMap`: where pictures lie in the latent space, in two dimensions. */
import type { Pictures } from "../../../models/lab/batches.ts";
import type { Code } from "../../../models/lab/latent.ts";
import {
  type Principal,
  project,
  projectionErrors,
} from "../../../models/lab/linear.ts";
import {
  choose,
  countOf,
  meanOf,
  pictureAt,
  spread,
  squaredErrors,
} from "../../../models/lab/pictures.ts";
import { thumbnailMap } from "../../../models/lab/sheet.ts";
import {
  type LabMapResult,
  type MapMethod,
  MOST_TSNE,
} from "../../services/api-lab.ts";
import { aside } from "../lab/aside.ts";
import type { Coder } from "../lab/coder.ts";
import {
  partOf,
  picturesFor,
  principalOf,
  refuseFew,
  those,
  withRun,
} from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import type { Task } from "./task.ts";

/** Neighbours that are compared, and pictures whose neighbours are. */
const NEIGHBOURS = 10;
const COMPARED = 500;
const FEWEST = NEIGHBOURS + 2;

type Place = readonly [x: number, y: number];

export const labMap: Task<"labMap"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const { seed, out, edge, overwrite } = request;
    const { signal } = context;
    const { latent } = run.facts;
    const method = request.method ?? (latent <= 2 ? "units" : "umap");
    const limit = Math.min(
      request.limit,
      method === "tsne" ? MOST_TSNE : Infinity,
    );
    const read = await picturesFor(run, request.source, context);
    const all = partOf(run, read, request.part);
    refuseFew(all.names.length, FEWEST);
    const some = those(all, spread(all.names.length, limit));
    refuseFew(some.names.length, FEWEST);
    const codes = await coder.encode(some.pictures);
    const places = await placed(codes, method, seed, signal);
    if (out !== null)
      await writePicture(
        thumbnailMap(some.pictures, places, edge),
        ...([out, overwrite] as const),
      );
    const numbers = spread(some.names.length, COMPARED);
    const compared = {
      pictures: choose(some.pictures, numbers),
      codes: numbers.map((n) => codes[n]!),
      places: numbers.map((n) => Float32Array.from(places[n]!)),
      principal: await principalOf(run, read, Math.max(2, latent), context),
    };
    return {
      ...{ run: run.path, method, reading: all.reading, file: out },
      points: places.map(([x, y], n) => {
        const [picture, label] = [some.names[n]!, some.labels[n]!];
        return { picture, label, x, y };
      }),
      ...(await besidePrincipal(coder, compared, latent, signal)),
    };
  });

interface Compared {
  readonly pictures: Pictures;
  readonly codes: readonly Code[];
  readonly places: readonly Float32Array[];
  /** At least two components, and as many as a code has units. */
  readonly principal: Principal;
}

/** The map and the codes beside principal components of the pixels, in as many dimensions. */
async function besidePrincipal(
  coder: Coder,
  { pictures, codes, places, principal }: Compared,
  units: number,
  signal: AbortSignal,
): Promise<Pick<LabMapResult, "neighbours" | "codes">> {
  const pixels = rowsOf(pictures);
  const projected = pixels.map((picture) => project(picture, principal));
  const kept = (map: readonly Float32Array[]): Promise<number> =>
    aside("neighbourhoodKept", [pixels, map, NEIGHBOURS], signal);
  const first = (count: number) =>
    kept(projected.map((place) => place.slice(0, count)));
  const rebuilt = await coder.decode(codes);
  const errors = projectionErrors(pictures, principal);
  return {
    neighbours: { map: await kept(places), pca: await first(2) },
    codes: {
      units,
      error: {
        code: meanOf(squaredErrors(pictures, rebuilt)),
        pca: errors[Math.min(units, errors.length - 1)] ?? NaN,
      },
      neighbours: { code: await kept(codes), pca: await first(units) },
    },
  };
}

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
      tsne: () => aside("tsne", [rows, seed], signal),
      pca: () => principalPlaces(rows, signal),
    };
  // A code of one unit is a map of one line.
  return Array.from(await table[method](), (place): Place => [
    place[0] ?? 0,
    place[1] ?? 0,
  ]);
}

/** On the first two principal components. */
async function principalPlaces(
  rows: readonly (readonly number[])[],
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const shape = [1, 1, rows[0]?.length ?? 0] as const;
  const codes = { shape, data: Float32Array.from(rows.flat()) };
  const principal = await aside("principalComponents", [codes, 2], signal);
  return rowsOf(codes).map((code) => project(code, principal));
}

const rowsOf = (pictures: Pictures): Float32Array[] =>
  Array.from({ length: countOf(pictures) }, (_, n) =>
    pictureAt(pictures, n).slice(),
  );
