/** Models that do not exist, are damaged, or give no colours: typed errors that name the model, and no output. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { identityModel } from "../../../electron/engine/onnx/identity-model.ts";
import {
  decodeModel,
  encodeModel,
  type ModelProto,
} from "../../../electron/engine/onnx/proto.ts";
import type {
  DenoiseResult,
  EvaluateResult,
} from "../../../electron/services/api-files.ts";
import type { Image } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";
import { pixelsOf, saved } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const out = at("out");

function plain(level: number): Image {
  const samples = new Uint8Array(3 * 64 * 48).fill(level);
  return { width: 64, height: 48, channels: 3, samples };
}
const bright = await saved(pixelsOf(plain(200)).png(), at("bright.png"));
const dark = await saved(pixelsOf(plain(20)).png(), at("dark.png"));

const denoise = (model: string) =>
  answer<DenoiseResult>([
    ...["denoise", dark, bright, "--out", out, "--model", model],
    ...["--device", "cpu", "--noise", "5", "--overwrite"],
  ]);

/** Two photographs are a batch, whose ledger is there from its beginning. */
const results = () =>
  readdirSync(out).filter((name) => name !== "nitido-ledger.jsonl");

const healthy = readFileSync(toyNetwork("identity", at("healthy.onnx")));
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(at(name), bytes);
  return at(name);
};

function withCard(name: string, bytes: Uint8Array, card: object): string {
  writeFileSync(at(`${name}.json`), JSON.stringify(card));
  return file(`${name}.onnx`, bytes);
}

type Graph = ModelProto["graph"];

/** The healthy model with another graph. */
function withGraph(
  name: string,
  graph: (graph: Graph) => Partial<Graph>,
): string {
  const model = decodeModel(healthy);
  return file(
    name,
    encodeModel({ ...model, graph: { ...model.graph, ...graph(model.graph) } }),
  );
}

const renamed = (name: string): string => (name === "sigma" ? "level" : name);

const random = new Random(1);
const rubbish = Uint8Array.from({ length: 2000 }, () => random.integer(0, 256));
const flipped = Uint8Array.from(healthy, (byte, i) =>
  i === 200 ? byte ^ 1 : byte,
);
const card = {
  name: "flipped",
  network: "fast",
  noise: "photo",
  sha256: createHash("sha256").update(healthy).digest("hex"),
  parameters: 1,
};

describe("a model that is not there", () => {
  test.each(["nowhere", at("nowhere.onnx"), at("bright.png")])(
    "%s is a wrong usage, and those that are there are told",
    async (model) => {
      const { code, result } = await denoise(model);
      expect(code).toBe(2);
      expect(result.error).toMatchObject({
        code: "MODEL_UNKNOWN",
        details: { model },
      });
      expect(result.error?.message).toContain("`nitido models`");
    },
  );
});

describe("a damaged model", () => {
  test.each([
    ["rubbish", file("rubbish.onnx", rubbish)],
    ["empty", file("empty.onnx", new Uint8Array())],
    ["cut off", file("cut.onnx", healthy.subarray(0, healthy.length / 2))],
    ["other bytes than its card says", withCard("flipped", flipped, card)],
    ["a card that is none", withCard("odd-card", healthy, { name: "odd" })],
    ["a model of something else", file("copy.onnx", identityModel())],
    [
      "no context for tiles",
      file(
        "bare.onnx",
        encodeModel({ ...decodeModel(healthy), metadataProps: [] }),
      ),
    ],
    ["no nodes", withGraph("no-nodes.onnx", () => ({ node: [] }))],
    [
      "an op that does not exist",
      withGraph("dream.onnx", ({ node }) => ({
        node: node.map((each) => ({ ...each, opType: "Dream" })),
      })),
    ],
    [
      "another input",
      withGraph("input.onnx", ({ input, node }) => ({
        input: input.map((each) => ({ ...each, name: renamed(each.name) })),
        node: node.map((each) => ({ ...each, input: each.input.map(renamed) })),
      })),
    ],
  ])("%s", async (_name, model) => {
    const { code, result } = await denoise(model);
    expect(code).toBe(1);
    expect(result.error?.code).toBe("MODEL_DAMAGED");
    const named = String(result.error?.details["model"]);
    expect([model, model.replace(/onnx$/, "json")]).toContain(named);
    expect(result.error?.message).toContain(named);
    expect(results()).toEqual([]);
  });
});

test("a model like Nítido's own with its weights in another file is not opened", async () => {
  const model = withGraph("outside.onnx", ({ initializer }) => ({
    initializer: initializer.map((tensor) => ({
      ...tensor,
      ...{ rawData: new Uint8Array(), dataLocation: 1 },
      externalData: [{ key: "location", value: "../secret" }],
    })),
  }));
  const { code, result } = await denoise(model);
  expect(code).toBe(1);
  expect(result.error).toMatchObject({
    code: "MODEL_UNSUITABLE",
    details: { model, kind: "external" },
  });
});

describe("a model whose output is no number", () => {
  test("writes nothing, and is named", async () => {
    const model = toyNetwork("nan", at("nan.onnx"));
    const { code, result } = await denoise(model);
    expect(code).toBe(1);
    for (const { error } of result.files) {
      expect(error?.code).toBe("MODEL_OUTPUT_INVALID");
      expect(error?.message).toContain(model);
    }
    expect(result.files).toHaveLength(2);
    expect(results()).toEqual([]);
  });

  test("for one photograph finishes the others", async () => {
    const { code, result } = await denoise(toyNetwork("root", at("root.onnx")));
    expect(code).toBe(1);
    expect(result.files).toMatchObject([
      { input: dark, error: { code: "MODEL_OUTPUT_INVALID" } },
      { input: bright, status: "done" },
    ]);
    expect(results()).toEqual(["bright-denoised.png"]);
  });

  test("has no quality that could be evaluated", async () => {
    const { code, result } = await answer<EvaluateResult>([
      ...["evaluate", root, "--model", at("nan.onnx"), "--device", "cpu"],
    ]);
    expect(code).toBe(1);
    expect(result.error?.code).toBe("MODEL_OUTPUT_INVALID");
  });
});
