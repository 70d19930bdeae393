/** The use case `labSource`: what a source holds, before anything is learnt from it. */
import { choose, toBytes } from "../../../models/lab/pictures.ts";
import { Random } from "../../../models/random.ts";
import type { Task } from "./task.ts";

export const labSource: Task<"labSource"> = async (
  { source, size, grey, limit },
  context,
) => {
  const wanted = { channels: grey ? 1 : null, height: size, width: size };
  const all = await context.lab.read(source, wanted, context, "anew");
  // By chance: classes may come in turn, or one after the other.
  const numbers = all.names.map((_, n) => n);
  const seen = new Random(0).shuffle(numbers).slice(0, limit);
  return {
    ...{ reading: all.reading, shape: all.pictures.shape },
    pictures: toBytes(choose(all.pictures, seen)),
    labels: seen.map((n) => all.labels[n] ?? null),
  };
};
