/** Tiled inference: equal to the whole image, whatever the size; memory, cancelling, bad numbers. */
import { describe, expect, test } from "vitest";
import { NitidoError } from "../../../models/errors.ts";
import { evaluate } from "../../../models/graph/evaluate.ts";
import { graph } from "../../../models/graph/graph.ts";
import { receptiveField } from "../../../models/graph/receptive-field.ts";
import { type Image, emptyPlanes } from "../../../models/image/image.ts";
import {
  denoise,
  type TileNetwork,
} from "../../../models/inference/denoise.ts";
import {
  denoiserInputs,
  fixedWeights,
  initialise,
} from "../../../models/networks/network.ts";
import { unet } from "../../../models/networks/unet.ts";
import { Random } from "../../../models/random.ts";

function noisyImage(width: number, height: number): Image {
  const random = new Random(7);
  const samples = Uint8Array.from({ length: 3 * width * height }, () =>
    random.integer(0, 256),
  );
  return { width, height, channels: 3, samples };
}

/** A real U-Net, two levels of two channels, on the slow reference. */
function tinyNetwork(): TileNetwork {
  const network = unet({ name: "tiny", widths: [2, 2], blocks: 1 });
  const weights = fixedWeights(initialise(network, new Random(3)));
  const build = (height: number, width: number) =>
    graph({
      denoised: network.forward(denoiserInputs(1, height, width), weights),
    });
  return {
    name: "tiny",
    ...receptiveField(build(64, 64), "denoised", "image"),
    run(image, sigma, height, width) {
      const { denoised } = evaluate(build(height, width), {
        image: { shape: [1, 3, height, width], data: image },
        sigma: { shape: [1, 1, height / 2, width / 2], data: sigma },
      });
      return Promise.resolve(Float32Array.from(denoised?.data ?? []));
    },
  };
}

async function stitched(
  image: Image,
  network: TileNetwork,
  edge: number,
  halo = 0,
): Promise<Float32Array> {
  const result = emptyPlanes(image.width, image.height, 3).data.fill(NaN);
  await denoise({
    image,
    network,
    edge,
    halo,
    sigma: ({ width, height }) =>
      new Float32Array((width * height) / 4).fill(0.1),
    onTile({ core, denoised, offset }) {
      for (let c = 0; c < 3; c++)
        for (let y = 0; y < core.height; y++)
          for (let x = 0; x < core.width; x++) {
            const to =
              (c * image.height + core.y + y) * image.width + core.x + x;
            const from =
              (c * denoised.height + offset.y + y) * denoised.width +
              offset.x +
              x;
            expect(result[to], "each pixel is written once").toBeNaN();
            result[to] = denoised.data[from] ?? NaN;
          }
    },
  });
  return result;
}

describe("tiles", () => {
  const network = tinyNetwork();

  test.each([
    [81, 45, 0],
    [48, 88, 0],
    [77, 64, 5],
  ])(
    "of a %i×%i image with halo %i equal the whole image",
    async (width, height, halo) => {
      const image = noisyImage(width, height);
      const whole = await stitched(image, network, 1000);
      const tiled = await stitched(
        image,
        network,
        2 * network.margin + 24 + 2 * halo,
        halo,
      );
      let largest = 0;
      whole.forEach(
        (value, i) =>
          (largest = Math.max(largest, Math.abs(value - (tiled[i] ?? NaN)))),
      );
      expect(largest).toBeLessThan(1e-5);
    },
  );

  test("cover images smaller than a block of the network", async () => {
    const result = await stitched(noisyImage(1, 3), network, 64);
    expect(result.every(Number.isFinite)).toBe(true);
  });
});

test("filters that follow are given the image's pixels alone, to its border", async () => {
  const image = noisyImage(100, 30);
  const places: object[] = [];
  await denoise({
    image,
    network: fakeNetwork(() => undefined),
    halo: 3,
    sigma: ({ width, height }) => new Float32Array((width * height) / 4),
    onTile({ core, noisy, denoised, offset }) {
      expect(denoised.data).toHaveLength(noisy.data.length);
      places.push({ core, offset, width: noisy.width, height: noisy.height });
    },
  });
  const core = { x: 0, y: 0, width: 100, height: 30 };
  const offset = { x: 0, y: 0 };
  expect(places).toEqual([{ core, offset, width: 100, height: 30 }]);
});

/** Adds nothing, needs nothing around a tile, and fails where `fails` says so. */
function fakeNetwork(
  fails: (pixels: number) => string | undefined,
): TileNetwork & { readonly sizes: number[] } {
  const sizes: number[] = [];
  return {
    name: "fake",
    margin: 8,
    alignment: 8,
    sizes,
    run(image, _sigma, height, width) {
      sizes.push(Math.max(height, width));
      const code = fails(height * width);
      if (code === "NaN") image[0] = NaN;
      else if (code)
        return Promise.reject(new NitidoError(code as "OUT_OF_MEMORY"));
      return Promise.resolve(image);
    },
  };
}

describe("a denoising that meets trouble", () => {
  test("halves its tiles until they fit in memory", async () => {
    const network = fakeNetwork((pixels) =>
      pixels > 70 * 70 ? "OUT_OF_MEMORY" : undefined,
    );
    const image = noisyImage(200, 100);
    const tiles: number[] = [];
    await denoise({
      image,
      network,
      edge: 256,
      sigma: ({ width, height }) => new Float32Array((width * height) / 4),
      onTile: ({ core }) => tiles.push(core.width * core.height),
    });
    expect(tiles.reduce((a, b) => a + b, 0)).toBe(200 * 100);
    // The image with as much around it as the network looks at.
    expect(network.sizes[0]).toBe(8 + 200 + 8);
  });

  test.each([
    ["OUT_OF_MEMORY", "OUT_OF_MEMORY"],
    ["DEVICE_FAILED", "DEVICE_FAILED"],
    ["NaN", "MODEL_OUTPUT_INVALID"],
  ])("reports %s as %s", async (failure, code) => {
    const job = denoise({
      image: noisyImage(40, 40),
      network: fakeNetwork(() => failure),
      sigma: ({ width, height }) => new Float32Array((width * height) / 4),
      onTile: () => undefined,
    });
    await expect(job).rejects.toMatchObject({ code });
  });

  test("stops when it is cancelled, and reports progress until then", async () => {
    const signal = { aborted: false };
    const seen: number[] = [];
    const job = denoise({
      image: noisyImage(300, 40),
      network: fakeNetwork(() => undefined),
      edge: 64,
      signal,
      sigma: ({ width, height }) => new Float32Array((width * height) / 4),
      onTile: () => undefined,
      onProgress(fraction) {
        seen.push(fraction);
        signal.aborted = true;
      },
    });
    await expect(job).rejects.toMatchObject({ code: "CANCELLED" });
    expect(seen.length).toBeLessThan(4);
    expect(seen[0]).toBeGreaterThan(0);
  });
});

describe("a denoising that shares the device", () => {
  async function events(queued: boolean, fails = false): Promise<string[]> {
    const seen: string[] = [];
    let runs = 0;
    const job = denoise({
      image: noisyImage(184, 24),
      network: {
        ...{ name: "fake", margin: 8, alignment: 8 },
        async run(image) {
          const run = ++runs;
          seen.push(`run ${run}`);
          await new Promise((resolve) => setTimeout(resolve, 1));
          if (fails) throw new NitidoError("DEVICE_FAILED");
          seen.push(`ran ${run}`);
          return image;
        },
      },
      edge: 64,
      queued,
      sigma: ({ width, height }) => {
        seen.push("prepare");
        return new Float32Array((width * height) / 4);
      },
      begin() {
        seen.push("begin");
        return Promise.resolve(() => seen.push("end"));
      },
      onTile: () => seen.push("tile"),
    });
    await (fails ? expect(job).rejects.toThrow() : job);
    return seen;
  }

  test("is ready when its turn comes, and ends it when the last tile is on its way", async () => {
    const seen = await events(true);
    expect(seen.slice(0, 3)).toEqual(["prepare", "begin", "run 1"]);
    expect(seen.indexOf("end")).toBeLessThan(seen.indexOf("ran 2"));
    expect(seen.filter((event) => event === "tile")).toHaveLength(3);
  });

  test("hands tiles over early only where they are queued", async () => {
    const order = async (queued: boolean) => {
      const seen = await events(queued);
      return seen.indexOf("run 2") < seen.indexOf("ran 1");
    };
    expect([await order(true), await order(false)]).toEqual([true, false]);
  });

  test("ends its turn when it fails", async () => {
    expect(await events(true, true)).toContain("end");
  });
});
