/** A real network in the dress of another program's export: it must be recognised for what it is, and lose nothing. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startEngine } from "../../../electron/engine/client.ts";
import {
  readModel,
  readWeights,
} from "../../../electron/engine/onnx/export.ts";
import { lower } from "../../../electron/engine/onnx/lower.ts";
import { encodeModel } from "../../../electron/engine/onnx/proto.ts";
import { graph, input, scalar } from "../../../models/graph/graph.ts";
import { averagePool } from "../../../models/graph/ops/average-pool.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { sub } from "../../../models/graph/ops/sub.ts";
import { fixedWeights } from "../../../models/networks/network.ts";
import { networks } from "../../../models/networks/table.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const engine = startEngine();
afterAll(() => engine.stop());

const ZOO = join(import.meta.dirname, "../../../models/zoo/fast-awgn.onnx");

/** `fast-awgn` with a noise map of full resolution, returning the noise. */
function disguised(): Uint8Array {
  const weights = readWeights(
    readModel(readFileSync(ZOO), ZOO),
    networks.fast,
    ZOO,
  );
  const image = input("noisy", [1, 3, 128, 128]);
  const level = input("level", [1, 1, 128, 128]);
  const sigma = averagePool(mul(level, scalar(1 / 255)), 2);
  const denoised = networks.fast.forward(
    { image: mul(image, scalar(1 / 255)), sigma },
    fixedWeights(weights),
  );
  const noise = sub(image, mul(denoised, scalar(255)));
  const open = (channels: number) => ["n", channels, "h", "w"];
  const dimensions = { noisy: open(3), level: open(1), noise: open(3) };
  return encodeModel(lower(graph({ noise }), { dimensions }));
}

test("it is fed rightly, and denoises as well as before", async () => {
  const path = join(folder, "disguised.onnx");
  const bytes = disguised();
  writeFileSync(path, bytes);
  const { adapter } = await engine.inspectModel({ path });
  // Without biases, twice the image with twice the noise gives twice the result: any range is right.
  expect(adapter).toMatchObject({
    channels: 3,
    range: 1,
    noise: { kind: "map", range: 1 },
    multiple: 8,
    output: "noise",
  });
  // 46 pixels are its receptive field; what the last of them add is invisible.
  expect(adapter.margin).toBeGreaterThan(24);
  expect(adapter.margin).toBeLessThanOrEqual(46);

  const sha256 = createHash("sha256").update(bytes).digest("hex");
  writeFileSync(
    join(folder, "disguised.json"),
    JSON.stringify({ name: "disguised", sha256, adapter }),
  );
  const [dressed, plain] = [
    await engine.measureModel({ model: path, device: "cpu" }),
    await engine.measureModel({ model: "fast-awgn", device: "cpu" }),
  ];
  expect(dressed.integrity.gain).toBeCloseTo(plain.integrity.gain, 3);
  expect(dressed.integrity.identity).toBeCloseTo(plain.integrity.identity, 3);
  expect(dressed.integrity.seam).toBeLessThan(0.1);
  expect(dressed.integrity.passed).toBe(true);
});
