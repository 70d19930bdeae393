/** The use case `models`: the networks that have names, or one network in full. */
import { stat } from "node:fs/promises";
import type { ModelReport } from "../../services/api-models.ts";
import { type Card, readCard } from "../networks/card.ts";
import { type NamedModel, namedModels } from "../networks/library.ts";
import { loadNetwork } from "../networks/load.ts";
import type { Task } from "./task.ts";

export const models: Task<"models"> = async ({ model }) => {
  const named = await namedModels();
  if (model === null) return { models: await Promise.all(named.map(listed)) };
  const { name, file, bytes, card } = await loadNetwork(model);
  const known = named.find((each) => each.file === file);
  return { models: [describe({ name, file }, known, bytes.length, card)] };
};

/** A damaged file or card must not hide the others: it is reported when it is used. */
async function listed(named: NamedModel): Promise<ModelReport> {
  const card = await readCard(named.file).catch(() => null);
  const { size } = await stat(named.file);
  return describe(named, named, size, card);
}

function describe(
  { name, file }: Pick<NamedModel, "name" | "file">,
  known: NamedModel | undefined,
  size: number,
  card: Card | null,
): ModelReport {
  return {
    name,
    file,
    megabytes: size / 1e6,
    origin: originOf(known, card),
    ...(card?.network && { network: card.network }),
    ...(card?.noise && { noise: card.noise }),
    ...(card?.parameters !== undefined && { parameters: card.parameters }),
    ...(card?.report && { report: card.report }),
    ...(card && { card }),
  };
}

function originOf(
  known: NamedModel | undefined,
  card: Card | null,
): ModelReport["origin"] {
  if (!known) return "file";
  return known.origin === "shipped" ? "shipped" : (card?.origin ?? "imported");
}
