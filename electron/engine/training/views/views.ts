/** Pictures of a run for people: any place of its photographs as the network of any snapshot denoises it. */
import { NitidoError } from "../../../../models/errors.ts";
import {
  cropPlanes,
  type Image,
  type Planes,
  type Rect,
  toPlanes,
  writePlanes,
} from "../../../../models/image/image.ts";
import { psnr } from "../../../../models/image/metrics.ts";
import { type Tile, tileAround } from "../../../../models/inference/tiles.ts";
import type { Recipe } from "../../../../models/training/recipe.ts";
import type { Snapshot } from "../../../../models/training/snapshot.ts";
import type { DeviceId } from "../../../services/api.ts";
import type {
  TrainingCropRequest,
  TrainingCropResult,
} from "../../../services/api-training.ts";
import type { Compute } from "../../compute.ts";
import type { NoiseMeter } from "../../networks/meter.ts";
import type { PhotographFile } from "../batch-messages.ts";
import {
  noiseOfWindow,
  type NoisyWindow,
  noisyWindow,
  type OpenPhotograph,
  openPhotograph,
  visibleArea,
} from "../noisy-photograph.ts";
import { rivalWeights } from "../rival.ts";
import { readRecipe } from "../run-folder.ts";
import { inFolder, readSplit, type Split } from "../run-photographs.ts";
import {
  readSnapshot,
  snapshotStamp,
  snapshotSteps,
} from "../snapshot-files.ts";
import { keepRecent } from "./recent.ts";
import { createSnapshotNetworks } from "./snapshot-network.ts";

/** Of a window of 400² pixels 3 MB. */
const SCENES = 32;
/** Of `best` 38 MB each. */
const WEIGHTS = 4;
/** Better than this, in dB, is equal. */
const EQUAL = 100;

/** What is denoised, whatever the network. */
interface Scene extends NoisyWindow {
  readonly tile: Tile;
  readonly sigma: Float32Array;
}

/** Where in which run's photographs, as requests say it. */
export type Place = Pick<
  TrainingCropRequest,
  "run" | "folder" | "file" | "x" | "y" | "edge"
>;

export type PhotographName = Pick<Place, "run" | "folder" | "file">;

export interface TrainingViews {
  split(run: string): Promise<Split>;
  /** Where one of a run's photographs is. Throws FILE_NOT_FOUND for what is none of them. */
  pathOf(photograph: PhotographName): Promise<string>;
  /** Throws as `pathOf` and `decodeImage`. */
  photograph(photograph: PhotographName): Promise<OpenPhotograph>;
  /** The network of the newest snapshot that is not after `step`, or what the run is compared with. */
  network(run: string, step: TrainingCropRequest["step"]): Promise<Snapshot>;
  /** The place as this network denoises it, planes in 0..1. */
  denoised(place: Place, network: Snapshot, device: DeviceId): Promise<Planes>;
  crop(
    place: Place,
    network: Snapshot,
    device: DeviceId,
  ): Promise<TrainingCropResult>;
}

/** What it reads of a run is kept for the next picture. */
export function createTrainingViews(
  compute: Compute,
  meter: NoiseMeter,
): TrainingViews {
  const networks = createSnapshotNetworks(compute);
  const weights = keepRecent<Snapshot>(WEIGHTS);
  const scenes = keepRecent<Scene>(SCENES);
  const photographs = keepRecent<OpenPhotograph>(1);

  const views: TrainingViews = {
    split: readSplit,

    pathOf: async (photograph) => (await find(photograph)).file,

    photograph: (name) =>
      photographs.get(JSON.stringify(name), async () =>
        openPhotograph(await find(name)),
      ),

    async network(run, step) {
      if (step === "base")
        return weights.get(`${run} base`, async () =>
          rivalWeights(run, await readRecipe(run)),
        );
      const limit = step === "newest" ? Infinity : step;
      const steps = await snapshotSteps(run);
      const at = steps.filter((each) => each <= limit).at(-1) ?? 0;
      // A step that was taken again has another network.
      const stamp = await snapshotStamp(run, at);
      return weights.get(`${run} ${stamp}`, () => readSnapshot(run, at));
    },

    async denoised(place, network, device) {
      return denoise(await sceneOf(place), network, device);
    },

    async crop(place, network, device) {
      const scene = await sceneOf(place);
      const { window, core } = scene.tile;
      const inner = within(window, core);
      const noisy = shown(cropPlanes(scene.noisy, inner));
      const denoised = shown(await denoise(scene, network, device));
      const { width, height } = core;
      const result = { width, height, step: network.step };
      if (!scene.reference)
        return { ...result, noisy: noisy.samples, denoised: denoised.samples };
      const reference = shown(cropPlanes(scene.reference, inner));
      return {
        ...result,
        noisy: noisy.samples,
        denoised: denoised.samples,
        reference: reference.samples,
        psnr: {
          noisy: likeness(noisy, reference),
          denoised: likeness(denoised, reference),
        },
      };
    },
  };

  const sceneOf = async (place: Place): Promise<Scene> => {
    const recipe = await readRecipe(place.run);
    return scenes.get(JSON.stringify([place, recipe]), async () =>
      openScene(await views.photograph(nameOf(place)), place, recipe),
    );
  };

  const openScene = async (
    photograph: OpenPhotograph,
    { file, x, y, edge }: Place,
    recipe: Recipe,
  ): Promise<Scene> => {
    const area = visibleArea(photograph);
    const width = Math.min(edge, area.width);
    const height = Math.min(edge, area.height);
    const inside = (at: number, from: number, room: number) =>
      Math.min(Math.max(from, at), from + room);
    const core = {
      ...{ width, height },
      x: inside(x, area.x, area.width - width),
      y: inside(y, area.y, area.height - height),
    };
    const { image } = photograph;
    const context = networks.context(recipe.network);
    const tile = tileAround(core, image.width, image.height, context);
    const made = noisyWindow(photograph, tile.window, recipe, {
      ...{ name: file, toBeSeen: true },
    });
    const sigma = await noiseOfWindow(
      photograph,
      tile.window,
      made.noisy,
      recipe,
      meter,
    );
    return { ...made, tile, sigma };
  };

  const denoise = async (
    { tile: { window, core }, noisy, sigma }: Scene,
    { network, weights, step }: Snapshot,
    device: DeviceId,
  ): Promise<Planes> => {
    const { width, height } = window;
    const data = await networks.denoise(
      ...[network, weights],
      { width, height, image: noisy.data, sigma },
      device,
    );
    if (!data.every(Number.isFinite))
      throw new NitidoError("MODEL_OUTPUT_INVALID", {
        model: `${network} (${String(step)})`,
      });
    const planes = { width, height, channels: 3, data };
    return cropPlanes(planes, within(window, core));
  };

  return views;
}

/** Of a place its photograph alone, which others share. */
const nameOf = ({ run, folder, file }: Place): PhotographName => ({
  ...{ run, folder, file },
});

/** A part of a window, by its place within it. */
function within(window: Rect, core: Rect): Rect {
  return { ...core, x: core.x - window.x, y: core.y - window.y };
}

async function find({
  run,
  folder,
  file,
}: PhotographName): Promise<PhotographFile> {
  const { training, heldOut } = await readSplit(run);
  const found = [...heldOut, ...training].find((one) => one.file === file);
  if (!found) throw new NitidoError("FILE_NOT_FOUND", { file });
  return inFolder(folder, found);
}

/** As a screen shows it: 8-bit RGB. */
function shown(planes: Planes): Image & { readonly samples: Uint8Array } {
  const { width, height } = planes;
  const samples = new Uint8Array(3 * width * height);
  const image = { width, height, channels: 3, samples } as const;
  writePlanes(image, { x: 0, y: 0, width, height }, planes);
  return image;
}

function likeness(image: Image, reference: Image): number {
  return Math.min(EQUAL, psnr(toPlanes(image), toPlanes(reference)));
}
