/** Looks at an engine's open images as a screen does, and at the files that it writes. */
import { join } from "node:path";
import { expect } from "vitest";
import { decodeImage } from "../../electron/codecs/decode.ts";
import { TILE_EDGE } from "../../electron/contract/resources.ts";
import type { DenoiseRequest } from "../../electron/services/api-files.ts";
import type { Engine } from "../../electron/services/api.ts";
import type { PreviewRequest } from "../../electron/services/api-images.ts";
import type { Image, Rect } from "../../models/image/image.ts";
import type { BlendSettings } from "../../models/inference/blend.ts";
import {
  mixTile,
  type PreviewTile,
  unpackTile,
} from "../../models/inference/preview-tile.ts";
import { Random } from "../../models/random.ts";

export const PREVIEW: Omit<PreviewRequest, "id"> = {
  model: "fast-photo",
  noise: 15,
  device: "cpu",
  view: null,
};

/** Soft stripes under noise of σ 15. */
export function noisyStripes(
  width: number,
  height: number,
  channels: 1 | 3 = 3,
): Image {
  const random = new Random(3);
  const samples = Uint8Array.from(
    { length: channels * width * height },
    (_, i) => {
      const x = Math.floor(i / channels) % width;
      return 120 + 60 * Math.sin(x / 5) + 15 * random.normal();
    },
  );
  return { width, height, channels, samples };
}

/** `folder` is where files are written. */
export function watching(engine: Engine, folder: string) {
  let files = 0;

  async function tile(
    id: string,
    place: {
      level?: number;
      column?: number;
      row?: number;
      texture?: boolean;
    } = {},
  ): Promise<PreviewTile> {
    const { bytes } = await engine.previewTile({
      ...{ level: 0, column: 0, row: 0, texture: false },
      ...place,
      id,
    });
    return unpackTile(bytes);
  }

  /** All tiles of level 0, mixed: RGB as the screen shows it. */
  async function shown(
    id: string,
    { width, height }: Pick<Rect, "width" | "height">,
    settings: BlendSettings,
  ): Promise<Uint8Array> {
    const rgb = new Uint8Array(3 * width * height);
    for (let row = 0; row * TILE_EDGE < height; row++)
      for (let column = 0; column * TILE_EDGE < width; column++) {
        const part = await tile(id, { row, column, texture: true });
        expect(part.complete).toBe(true);
        const rgba = new Uint8ClampedArray(4 * part.width * part.height);
        mixTile(part, settings, "after", 1, rgba);
        for (let y = 0; y < part.height; y++)
          for (let x = 0; x < part.width; x++)
            for (let c = 0; c < 3; c++)
              rgb[
                ((row * TILE_EDGE + y) * width + column * TILE_EDGE + x) * 3 + c
              ] = rgba[(y * part.width + x) * 4 + c]!;
      }
    return rgb;
  }

  async function exported(
    input: string,
    settings: Partial<DenoiseRequest>,
  ): Promise<Image> {
    const out = join(folder, `${files++}.png`);
    const { files: reports } = await engine.denoise({
      inputs: [input],
      out,
      recursive: false,
      ...PREVIEW,
      ...{ strength: 100, luma: 100, chroma: 100, detail: 0 },
      ...{ format: "png", bitDepth: "keep", quality: 92, name: "{name}" },
      existing: "fail",
      ...settings,
    });
    expect(reports[0]?.error).toBeUndefined();
    return (await decodeImage(out)).image;
  }

  return { tile, shown, exported };
}
