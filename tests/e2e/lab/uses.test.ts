/** What a run is used for, by the engine itself: maps, anomalies, classifiers, arithmetic, compression. */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type {
  LabAnomaliesRequest,
  LabMapRequest,
} from "../../../electron/services/api-lab.ts";
import {
  type Compression,
  COMPRESSIONS,
  type LabCompressRequest,
} from "../../../electron/services/api-lab-compress.ts";
import type { LabArithmeticRequest } from "../../../electron/services/api-lab-uses.ts";
import {
  ANOMALY_SCORES,
  MAP_METHODS,
} from "../../../electron/services/api-lab.ts";
import { meanOf } from "../../../models/lab/pictures.ts";
import { COUNT, EDGE } from "../../support/bars.ts";
import { engine, learnBars, root } from "./engine.ts";

/** One knows columns only, the other as many rows. */
const columns = await learnBars(10, { without: ["1"] });
const both = await learnBars(2);

describe("rebuilt pictures", () => {
  const rebuilt = (amount: number | null, limit = 4) =>
    engine.labRebuild({
      ...{ ...both, part: "all", limit, names: null, seed: 5 },
      corruption: amount === null ? null : { kind: "white", amount },
    });

  test("with white noise stand beside what the denoiser makes of them", async () => {
    const { before, denoiser } = await rebuilt(50);
    expect(denoiser?.pictures).toHaveLength(4 * EDGE ** 2);
    // Bars of a few pixels leave a network for photographs little to go by; it does better all the same.
    expect(meanOf(denoiser?.errors ?? [])).toBeLessThan(0.7 * meanOf(before));
  });

  test("without noise are no work for a denoiser", async () => {
    expect((await rebuilt(null)).denoiser).toBeNull();
  });
});

describe("a map", () => {
  const asked: Omit<LabMapRequest, "method"> = {
    ...{ ...both, part: "all", limit: 200, seed: 3 },
    ...{ out: null, edge: 0, overwrite: false },
  };

  test.each(MAP_METHODS)("by %s", async (method) => {
    const result = await engine.labMap({ ...asked, method });
    expect(result.method).toBe(method);
    expect(result.points).toHaveLength(COUNT);
    for (const { x, y } of result.points)
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    const again = await engine.labMap({ ...asked, method });
    expect(again.points).toEqual(result.points);
  });

  test("stands beside principal components, in a plane and in all dimensions", async () => {
    const { codes, neighbours } = await engine.labMap({
      ...{ ...asked, method: "pca" },
    });
    const { after } = await engine.labRebuild({
      ...{ ...both, part: "all", limit: COUNT, names: null, seed: 0 },
      corruption: null,
    });
    expect(codes.units).toBe(4);
    expect(codes.error.code).toBeCloseTo(meanOf(after), 6);
    // Eight columns and eight rows do not fit into four dimensions of pixels.
    expect(codes.error.pca).toBeGreaterThan(0.01);
    const { code, pca } = codes.neighbours;
    for (const share of [neighbours.map, neighbours.pca, code, pca]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  });
});

describe("anomalies", () => {
  const asked: LabAnomaliesRequest = {
    ...{ ...columns, part: "held-out", clean: null, percentile: 95 },
    ...{ anomalous: ["1"], out: null, limit: 0, overwrite: false },
  };

  test.each(ANOMALY_SCORES)("by %s", async (score) => {
    const { pictures, ...result } = await engine.labAnomalies({
      ...{ ...asked, score },
    });
    expect(result.auc).toBeGreaterThan(0.9);
    const scores = pictures.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(pictures[0]).toMatchObject({ label: "1", anomaly: true });
    expect(pictures.filter(({ anomaly }) => anomaly)).toHaveLength(
      result.found,
    );
  });
});

describe("classifiers", () => {
  const asked = {
    ...{ ...both, perClass: 20, seeds: [0, 1], steps: 150, samples: 0 },
    part: "held-out" as const,
    ...{ rate: 1e-3, frozen: false, corruption: null },
  };

  test("learn from few labels, from random weights and from the run's encoder", async () => {
    const told: string[] = [];
    const result = await engine.labClassify(asked, {
      onProgress: ({ kind }) => told.push(kind),
    });
    expect(result).toMatchObject({
      ...{ classes: ["0", "1"], labelled: 40, heldOut: 16, steps: 150 },
      seeds: [{ seed: 0 }, { seed: 1 }],
      confidence: { samples: null, sampleClasses: null },
    });
    for (const accuracy of Object.values(result.accuracy))
      expect(accuracy).toBeGreaterThan(0.7);
    const { random, pretrained } = result.seeds[0]!;
    expect(random.curve.at(-1)?.accuracy).toBe(random.accuracy);
    expect(pretrained.curve).not.toEqual(random.curve);
    expect(told).toContain("learning");
    expect(await engine.labClassify(asked)).toEqual(result);
  });

  test("are tried on pictures without labels, on an encoder that stays as it is", async () => {
    const brief = {
      ...{ ...asked, seeds: [0], steps: 30, part: "training" as const },
      corruption: { kind: "warp", amount: 0.5 } as const,
    };
    const learning = await engine.labClassify(brief);
    const frozen = await engine.labClassify({ ...brief, frozen: true });
    // 64 of 80 are learnt from, of which 40 are labelled.
    expect(frozen).toMatchObject({ labelled: 40, heldOut: 24 });
    expect(frozen.seeds[0]!.random).toEqual(learning.seeds[0]!.random);
    expect(frozen.seeds[0]!.pretrained).not.toEqual(
      learning.seeds[0]!.pretrained,
    );
  });

  test("need labels, and draws a prior", async () => {
    await expect(
      engine.labClassify({ ...asked, samples: 10 }),
    ).rejects.toMatchObject({ details: { kind: "noPrior" } });
    const plain = join(root, "plain.idx3-ubyte");
    copyFileSync(both.source, plain);
    await expect(
      engine.labClassify({ ...asked, source: plain }),
    ).rejects.toMatchObject({ details: { kind: "unlabelled" } });
  });
});

describe("arithmetic", () => {
  const asked: LabArithmeticRequest = {
    ...{ ...both, part: "all", out: join(root, "sum.png"), overwrite: false },
    add: { classes: ["1"], pictures: [] },
    subtract: { classes: [], pictures: ["1", "3"] },
    ...{ to: "5", strengths: [0, 1, 2] },
  };

  test("adds the difference of two groups' mean codes to a code", async () => {
    const { codes } = await engine.labEncode({ ...both, part: "all" });
    const result = await engine.labArithmetic(asked);
    expect(result).toMatchObject({ added: 40, subtracted: 2 });
    expect(result.pictures).toHaveLength(3 * 64);
    const ones = codes.filter(({ label }) => label === "1");
    const mean = (all: typeof codes, unit: number) =>
      meanOf(all.map(({ code }) => code[unit]!));
    result.direction.forEach((value, unit) => {
      const less = mean([codes[1]!, codes[3]!], unit);
      expect(value).toBeCloseTo(mean(ones, unit) - less, 4);
      const to = codes[5]!.code[unit]!;
      [0, 1, 2].forEach((strength, i) => {
        const expected = to + strength * value;
        expect(result.codes[i]![unit]).toBeCloseTo(expected, 4);
      });
    });
    const { image } = await decodeImage(join(root, "sum.png"));
    expect(image.width).toBe(3 * 66 + 2);
  });

  test.each([
    [{ add: { classes: ["7"], pictures: [] } }, "unknownClass"],
    [{ add: { classes: [], pictures: [] } }, "few"],
    [{ to: "none" }, "unknownPicture"],
  ])("refuses %j", async (request, kind) => {
    await expect(
      engine.labArithmetic({ ...asked, ...request }),
    ).rejects.toMatchObject({ details: { kind } });
  });
});

describe("compression", () => {
  test("trades bits for quality, beside principal components and JPEG", async () => {
    const at = (name: string) => join(root, name);
    const asked: LabCompressRequest = {
      ...{ ...both, source: null, limit: 9, overwrite: false },
      ...{ out: at("curve.png"), examples: at("examples.png") },
    };
    const result = await engine.labCompress(asked);
    expect(result).toMatchObject({ latent: 4, known: 64, measured: 9 });
    expect(result.curves.map(({ name }) => name)).toEqual(COMPRESSIONS);
    const of = (name: Compression) =>
      result.curves.find((curve) => curve.name === name)!.points;
    for (const { points } of result.curves) {
      const bits = points.map((point) => point.bits);
      expect(bits).toEqual(bits.toSorted((a, b) => a - b));
      expect(points.at(-1)!.psnr).toBeGreaterThan(points[0]!.psnr);
    }
    const [file, scan] = [of("jpeg-file")[0]!, of("jpeg-scan")[0]!];
    // A header of JPEG takes more than a hundred bytes.
    expect(file.bits - scan.bits).toBeGreaterThan(800);
    expect(file.psnr).toBe(scan.psnr);
    expect(of("autoencoder").at(-1)!.bits).toBeLessThan(64);
    const { image } = await decodeImage(at("examples.png"));
    expect([image.width, image.height]).toEqual([9 * 66 + 2, 4 * 66 + 2]);
    const curve = await decodeImage(at("curve.png"));
    expect(curve.image.width).toBeGreaterThan(600);

    const table = at("curve.csv");
    await engine.labCompress({ ...asked, out: table, examples: null });
    const [head, ...rows] = readFileSync(table, "utf8").trim().split("\r\n");
    expect(head).toBe("codec,bits per picture,PSNR in dB,step or quality");
    expect(rows).toHaveLength(2 * 11 + 3 * 10);
  });
});
