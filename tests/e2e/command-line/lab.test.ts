/** `nitido lab` on a small file of pictures: trained, encoded, decoded, mapped, searched, drawn from. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type {
  LabAnomaliesResult,
  LabDecodeResult,
  LabEncodeResult,
  LabMapResult,
  LabTrainResult,
} from "../../../electron/services/api-lab.ts";
import type { LabFeaturesResult } from "../../../electron/services/api-lab-features.ts";
import type { LabCollectResult } from "../../../electron/services/api-lab-uses.ts";
import type { LabelCurve } from "../../../electron/services/lab/label-curve.ts";
import { COUNT, EDGE, writeBars } from "../../support/bars.ts";
import { idxBytes } from "../../support/idx-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
process.env["NITIDO_DATA"] = join(root, "data");
const run = join(root, "run");
const at = (name: string) => join(root, name);
const images = writeBars(root);
const trained = await answer<LabTrainResult>([
  ...["lab", "train", images, "--out", run, "--network", "conv-vae"],
  ...["--latent", "4", "--beta", "0.1", "--without", "1"],
  ...["--steps", "150", "--device", "cpu"],
]);

test("a variational autoencoder learns pictures, and keeps a run", () => {
  const { code, result } = trained;
  expect(code).toBe(0);
  expect(result).toMatchObject({
    ...{ shape: [1, EDGE, EDGE], training: 58, heldOut: 14, steps: 150 },
  });
  expect(result.figures.error).toBeLessThan(result.figures.variance);
  expect(result.figures.pca.map(({ components }) => components)).toEqual([
    1, 2, 4,
  ]);
  const lines = readFileSync(join(run, "metrics.jsonl"), "utf8");
  expect(lines.trimEnd().split("\n")).toHaveLength(150);
  for (const file of ["weights.safetensors", "encoder.onnx", "pictures.png"])
    expect(existsSync(join(run, file)), file).toBe(true);
});

test("pictures become codes, and codes pictures", async () => {
  const codes = at("codes.json");
  const encoded = await answer<LabEncodeResult>([
    ...["lab", "encode", run, images, "--part", "held-out"],
    ...["--out", codes, "--device", "cpu"],
  ]);
  // Those held out, and the class that was left out.
  expect(encoded.result.codes).toHaveLength(14 + 8);
  const decoded = await answer<LabDecodeResult>([
    ...["lab", "decode", run, codes, "--out", at("decoded")],
    ...["--device", "cpu"],
  ]);
  expect(decoded.result.files).toHaveLength(22);
});

test("pictures have places on a map", async () => {
  const map = await answer<LabMapResult>([
    ...["lab", "map", run, images, "--out", at("map.png")],
    ...["--edge", "300", "--device", "cpu"],
  ]);
  expect(map.result).toMatchObject({ method: "umap", file: at("map.png") });
  expect(map.result.points).toHaveLength(COUNT);
  expect(map.result.codes).toMatchObject({ units: 4 });
});

test("a class that was left out is found", async () => {
  const anomalies = await answer<
    LabAnomaliesResult & { readonly collected: LabCollectResult }
  >([
    ...["lab", "anomalies", run, images, "--part", "held-out"],
    ...["--anomalous", "1", "--out", at("heat"), "--device", "cpu"],
    ...["--copy-to", at("odd")],
  ]);
  expect(anomalies.result.auc).toBeGreaterThan(0.9);
  expect(anomalies.result.files).toHaveLength(anomalies.result.found);
  const { collected, found } = anomalies.result;
  expect(collected).toMatchObject({ how: "copy", folder: at("odd") });
  expect(readdirSync(at("odd"))).toHaveLength(found);
});

test("units say what they respond to", async () => {
  const { code, result } = await answer<LabFeaturesResult>([
    ...["lab", "features", run, images, "--picture", "3", "--units", "5"],
    ...["--strongest", "2", "--out", at("features"), "--device", "cpu"],
  ]);
  expect(code).toBe(0);
  expect(result.picture.name).toBe("3");
  const [first, ...rest] = result.layers;
  expect(first).toMatchObject({
    ...{ name: "encoder.0", count: 32, maps: { shape: [1, 4, 4] } },
  });
  expect(rest.at(-1)).toMatchObject({
    ...{ name: "encoder.code", count: 4, maps: null },
  });
  expect(first?.units).toHaveLength(5);
  for (const { strongest } of first?.units ?? [])
    expect(strongest[0]!.value).toBeGreaterThanOrEqual(strongest[1]!.value);
  const { image } = await decodeImage(at("features/encoder.0.maps.png"));
  expect(image.width).toBe(5 * 66 + 2);
  expect(existsSync(at("features/encoder.code.strongest.png"))).toBe(true);
});

test("new pictures are drawn, and lie between others", async () => {
  const drawn = await answer<LabDecodeResult>([
    ...["lab", "generate", run, "--count", "6", "--columns", "3"],
    ...["--out", at("drawn.png"), "--device", "cpu"],
  ]);
  expect(drawn.result.codes).toHaveLength(6);
  const strip = await answer<LabDecodeResult>([
    ...["lab", "interpolate", run, "1", "2", "--source", images],
    ...["--steps", "5", "--out", at("strip.png"), "--device", "cpu"],
  ]);
  expect(strip.code).toBe(0);
  const { image } = await decodeImage(at("strip.png"));
  expect([image.width, image.height]).toEqual([5 * 66 + 2, 66 + 2]);
});

test("what does not suit is said before any training", async () => {
  const few = at("few.idx3-ubyte");
  writeFileSync(few, idxBytes([2, 4, 4], new Uint8Array(32)));
  const refused = async (...words: string[]) => {
    const { code, result } = await answer(["lab", ...words]);
    expect(code).toBe(1);
    return result.error;
  };
  const train = (source: string, ...words: string[]) =>
    refused("train", source, "--out", at("none"), ...words);
  const unsuitable = (kind: string) => ({
    ...{ code: "LAB_UNSUITABLE", details: { kind } },
  });
  expect(await train(few)).toMatchObject(unsuitable("few"));
  expect(await train(images, "--latent", "64")).toMatchObject(
    unsuitable("latent"),
  );
  expect(await train(images, "--without", "5")).toMatchObject(
    unsuitable("unknownClass"),
  );
  expect(await train(at("nowhere"))).toMatchObject({ code: "FILE_NOT_FOUND" });
  expect(existsSync(at("none"))).toBe(false);
});

test("classifiers with ever more labels make a curve", async () => {
  const curve = at("curve.svg");
  const { code, result } = await answer<LabelCurve>([
    ...["lab", "classify", run, images, "--labels", "2,4"],
    ...["--seeds", "2", "--steps", "10", "--out", curve, "--device", "cpu"],
  ]);
  expect(code).toBe(0);
  expect(result.points).toMatchObject([
    // The other class was left out of what the run learnt from.
    { perClass: 2, labelled: 2, seeds: [{ seed: 0 }, { seed: 1 }] },
    { perClass: 4, labelled: 4 },
  ]);
  expect(readFileSync(curve, "utf8")).toMatch(/^<svg.*<polyline.*<\/svg>$/);
});
