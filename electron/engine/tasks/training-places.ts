/** The use case `trainingPlaces`: places of a training's photographs that are worth looking at. */
import { findPlaces, mostDifferent } from "../training/views/find-places.ts";
import type { Task } from "./task.ts";

/** Candidates for each place that is asked for by difference. */
const CANDIDATES = 4;

export const trainingPlaces: Task<"trainingPlaces"> = async (
  { count, by, device: wish, ...request },
  { devices, signal, views },
) => {
  if (by === "variety")
    return { places: await findPlaces(views, { ...request, count }, signal) };
  const { device } = await devices.choose(wish);
  const candidates = await findPlaces(
    views,
    { ...request, count: CANDIDATES * count },
    signal,
  );
  const all = await mostDifferent(
    views,
    { ...request, candidates, device },
    signal,
  );
  return { places: all.slice(0, count) };
};
