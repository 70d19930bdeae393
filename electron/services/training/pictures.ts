/** What is seen of a training: its photographs, places on them, and those as any snapshot denoises them. */
import type { Crop } from "../../contract/crop-bytes.ts";
import type { TrainingPlace } from "../../contract/training-values.ts";
import type { Engine } from "../api.ts";
import type { Training } from "./training.ts";

export type PictureEngine = Pick<
  Engine,
  "trainingCrop" | "trainingPlaces" | "trainingPicture"
>;

/** Pixels a side of the places that are shown. */
const EDGE = 192;
/** Places that are pinned to begin with, and that are offered or compared. */
const PINNED = 2;
const OFFERED = 12;
/** What can be seen at once. */
const MOST_PINNED = 6;

export type Pictures = ReturnType<typeof createPictures>;

/** @param engine The one that trains: it answers between two steps. */
export function createPictures(engine: () => PictureEngine) {
  const where = ({ run, item }: Training) => ({
    run,
    folder: item.plan.folder,
  });

  const find = async (
    training: Training,
    by: "variety" | "difference",
    count: number,
  ): Promise<readonly TrainingPlace[]> => {
    const { device } = training.item.plan;
    const { places } = await engine().trainingPlaces({
      ...where(training),
      ...{ count, edge: EDGE, by, device },
    });
    return places;
  };

  const photograph = (training: Training, file: string, longest: number) =>
    engine().trainingPicture({ ...where(training), file, longest });

  return {
    photograph,

    places: (training: Training, by: "variety" | "difference") =>
      find(training, by, OFFERED),

    /** Chooses what is in sight as long as nobody has. */
    async pinSome(training: Training): Promise<void> {
      const pinned = await find(training, "variety", PINNED);
      if (training.item.pinned.length === 0) training.set({ pinned });
    },

    /** Pins the square around a point, given as shares of the photograph's sides; the oldest makes room. */
    async pin(
      training: Training,
      {
        file,
        x,
        y,
      }: { readonly file: string; readonly x: number; readonly y: number },
    ): Promise<void> {
      const { width, height } = await photograph(training, file, 16);
      const from = (middle: number, extent: number) =>
        Math.round(
          Math.max(0, Math.min(extent - EDGE, middle * extent - EDGE / 2)),
        );
      const place = {
        ...{ file, x: from(x, width), y: from(y, height), edge: EDGE },
        heldOut: false,
      };
      const { pinned } = training.item;
      training.set({ pinned: [place, ...pinned].slice(0, MOST_PINNED) });
    },

    /** The place as the snapshot at that step, or the one before, denoises it. */
    crop(
      training: Training,
      place: Omit<TrainingPlace, "heldOut">,
      step: number | "base",
    ): Promise<Crop> {
      const { device } = training.item.plan;
      return engine().trainingCrop({
        ...where(training),
        ...place,
        ...{ step, device },
      });
    },
  };
}
