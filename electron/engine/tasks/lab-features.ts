/** The use case `labFeatures`: what the units of an encoder respond to, in which pictures and where. */
import { NitidoError } from "../../../models/errors.ts";
import {
  type Activations,
  contributionBytes,
  mapBytes,
  strengths,
} from "../../../models/lab/activations.ts";
import { choose, spread, toBytes } from "../../../models/lab/pictures.ts";
import {
  type Autoencoder,
  autoencoderSpecs,
} from "../../../models/networks/autoencoders/autoencoder.ts";
import { buildAutoencoder } from "../../../models/networks/autoencoders/table.ts";
import type { LabLayer } from "../../services/api-lab-features.ts";
import {
  type Strongest,
  strongestOf,
  withActivations,
} from "../lab/activations.ts";
import { filtersOf } from "../lab/filters.ts";
import type { LabPictures } from "../lab/load/load.ts";
import { openLabRun, readLabWeights } from "../lab/run-folder.ts";
import { requested, those } from "../lab/use.ts";
import { writeFeatures } from "../lab/write-features.ts";
import type { Task } from "./task.ts";

export const labFeatures: Task<"labFeatures"> = async (request, context) => {
  const { compute, devices, signal } = context;
  const run = await openLabRun(request.run);
  const all = await requested(run, request, context);
  const one = those(all, [numberOf(all, request.picture)]);
  const searched = those(all, spread(all.names.length, request.limit));
  const autoencoder = buildAutoencoder(run.recipe.choice);
  const units = (count: number) => spread(count, request.units);
  const { device } = await devices.choose(request.device);
  const [answers, strongest] = await withActivations(
    ...([run.path, autoencoder, { compute, device }] as const),
    async (answering) => [
      await answering(one.pictures),
      await strongestOf(
        ...([answering, searched.pictures] as const),
        { units, most: request.strongest },
        signal,
      ),
    ],
  );
  const found = [...new Set(strongest.flat().flatMap((unit) => unit.pictures))];
  // The chosen picture is number 0.
  const places = new Map(found.map((n, i) => [n, i + 1]));
  const shown = those(searched, found);
  const bytes = Buffer.concat([
    ...[toBytes(one.pictures), toBytes(shown.pictures)],
  ]);
  const shares = await sharesOf(run.path, autoencoder, one);
  const layers = answers.map((activations, number): LabLayer => {
    const [, count = 0] = activations.dims;
    const chosen = units(count);
    const values = strengths(activations);
    return {
      ...{ name: autoencoder.pairs[number]!.layers[0], count },
      units: chosen.map((unit, i) => ({
        ...{ unit, value: values[unit]! },
        strongest: pairsOf(strongest[number]![i]!, places),
      })),
      maps:
        mapsOf(activations, chosen) ?? (number === 0 ? shares(chosen) : null),
    };
  });
  const result = {
    ...{ run: run.path, reading: all.reading, layers },
    filters: await filtersOf(run, request.units),
    picture: { name: one.names[0]!, label: one.labels[0]! },
    pictures: {
      ...{ shape: one.pictures.shape, bytes: new Uint8Array(bytes) },
      names: [...one.names, ...shown.names],
      labels: [...one.labels, ...shown.labels],
    },
  };
  const { out, overwrite } = request;
  const files = out === null ? [] : await writeFeatures(result, out, overwrite);
  return { ...result, files };
};

/** Throws USAGE, `unknownPicture`; and LAB_UNSUITABLE, `few`, where there is none. */
function numberOf({ names }: LabPictures, name: string | null): number {
  if (names.length === 0)
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "few", count: 0, needed: 1 },
    });
  if (name === null) return 0;
  const number = names.indexOf(name);
  if (number < 0)
    throw new NitidoError("USAGE", { kind: "unknownPicture", picture: name });
  return number;
}

const pairsOf = (
  { pictures, values }: Strongest,
  places: ReadonlyMap<number, number>,
) => pictures.map((n, i) => ({ picture: places.get(n)!, value: values[i]! }));

/** Of convolutions. */
function mapsOf(
  activations: Activations,
  units: readonly number[],
): LabLayer["maps"] {
  const [, , height, width] = activations.dims;
  if (height === undefined || width === undefined) return null;
  const bytes = mapBytes(activations, units);
  return { what: "answers", shape: [1, height, width], bytes };
}

/** What each pixel adds to the units of a first layer that is fully connected. */
async function sharesOf(
  run: string,
  autoencoder: Autoencoder,
  { pictures }: LabPictures,
): Promise<(units: readonly number[]) => LabLayer["maps"]> {
  const [first] = autoencoderSpecs(autoencoder).encoder;
  if (first?.shape.length !== 2) return () => null;
  const { data } = (await readLabWeights(run, [first])).get(first.name)!;
  const { shape } = pictures;
  const [, height, width] = shape;
  return (units) => ({
    ...{ what: "shares", shape: [1, height, width] },
    bytes: contributionBytes(data, choose(pictures, [0]).data, shape, units),
  });
}
