/** The use case `labSource`: what a source holds, before anything is learnt from it. */
import { choose, spread, toBytes } from "../../../models/lab/pictures.ts";
import type { Task } from "./task.ts";

export const labSource: Task<"labSource"> = async (
  { source, size, grey, limit },
  context,
) => {
  const wanted = { channels: grey ? 1 : null, height: size, width: size };
  const all = await context.lab.read(source, wanted, context, "anew");
  const seen = spread(all.names.length, limit);
  return {
    ...{ reading: all.reading, shape: all.pictures.shape },
    pictures: toBytes(choose(all.pictures, seen)),
    labels: seen.map((n) => all.labels[n] ?? null),
  };
};
