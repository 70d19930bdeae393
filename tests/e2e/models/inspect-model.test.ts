/** The engine looks at models that others made: what they need is found by trying, and what is no denoiser is refused. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startEngine } from "../../../electron/engine/client.ts";
import {
  encodeModel,
  type ModelProto,
} from "../../../electron/engine/onnx/proto.ts";
import {
  type ForeignModel,
  foreignModel,
  foreignProto,
} from "../../support/foreign-models.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const folder = temporaryFolder();
const engine = startEngine();
afterAll(() => engine.stop());

const written = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, bytes);
  return path;
};
const inspect = (name: string, bytes: Uint8Array) =>
  engine.inspectModel({ path: written(name, bytes) });

const plain = {
  channels: 3,
  range: 1,
  noise: { kind: "none" },
  multiple: 1,
  margin: 1,
  output: "image",
};

describe("a denoiser of others", () => {
  test.each<[string, ForeignModel, object]>([
    ["that is linear", "mean", {}],
    ["of 0 to 1", "unit", {}],
    ["of 0 to 255", "bytes", { range: 255 }],
    ["that returns the noise", "residual", { output: "noise" }],
    [
      "with a noise map",
      "map",
      { noise: { kind: "map", range: 1 }, margin: 3 },
    ],
    [
      "of 0 to 255 with one noise level",
      "byteScalar",
      { range: 255, noise: { kind: "scalar", range: 255 }, margin: 3 },
    ],
    [
      "with a level as a vector",
      "scalar",
      { noise: { kind: "scalar", range: 1 }, margin: 3 },
    ],
    [
      "with the noise map as a channel, of one size",
      "concatenated",
      { noise: { kind: "map", range: 1 }, margin: 3 },
    ],
    ["for grey", "grey", { channels: 1 }],
    ["with a stride", "stride", { multiple: 8 }],
    ["of one size", "fixed", {}],
    ["that looks far", "wide", { margin: 7 }],
    ["that brightens", "brighter", {}],
  ])("%s", async (_which, name, differs) => {
    expect(await inspect(name, foreignModel(name))).toEqual({
      name,
      adapter: { ...plain, ...differs },
    });
  });

  test("of Nítido's own is known without a trial", async () => {
    const path = toyNetwork("brightener", join(folder, "own.onnx"));
    const { adapter } = await engine.inspectModel({ path });
    expect(adapter).toMatchObject({
      channels: 3,
      noise: { kind: "map", range: 1 },
      margin: 0,
    });
  });
});

/** A mean filter that something is wrong with. */
function spoilt(
  change: (model: ModelProto) => Partial<ModelProto["graph"]>,
): Uint8Array {
  const model = foreignProto("mean");
  return encodeModel({ ...model, graph: { ...model.graph, ...change(model) } });
}

const [weights] = foreignProto("mean").graph.initializer;

type Graph = ModelProto["graph"];

/** A node with a graph inside. */
function branch(g: Graph): Graph["node"][number] {
  const then = { name: "then_branch", type: 5, g };
  return {
    ...{ name: "if", opType: "If", input: ["x"], output: ["z"] },
    attribute: [then],
  };
}

/** The graph with its weights in another file. */
function outside(value = "/etc/passwd"): Graph {
  const { graph } = foreignProto("mean");
  const initializer = [
    {
      ...weights!,
      ...{ rawData: new Uint8Array(), dataLocation: 1 },
      externalData: [{ key: "location", value }],
    },
  ];
  return { ...graph, initializer };
}

const elsewhere = (place: string): Uint8Array => spoilt(() => outside(place));
const EXTERNAL = ["MODEL_UNSUITABLE", "external"] as const;

/** A graph in an attribute of a node of a graph, and so on, byte by byte: writers refuse to make it. */
function nested(depth: number): Uint8Array {
  const field = (number: number, content: Uint8Array): Uint8Array => {
    // A varint of three bytes, the lowest seven bits first.
    const size = [0, 7, 14].map((bits) => (content.length >> bits) & 0x7f);
    const head = [
      (number << 3) | 2,
      size[0]! | 0x80,
      size[1]! | 0x80,
      size[2]!,
    ];
    return Buffer.concat([Buffer.of(...head), content]);
  };
  let graph: Uint8Array = new Uint8Array();
  for (let i = 0; i < depth; i++) graph = field(1, field(5, field(6, graph)));
  return field(7, graph);
}

describe("what is no denoiser is refused", () => {
  test.each<[string, Uint8Array, string, string?]>([
    ["does nothing", foreignModel("identity"), "MODEL_UNSUITABLE", "gain"],
    [
      "says what it sees",
      foreignModel("classifier"),
      "MODEL_UNSUITABLE",
      "run",
    ],
    [
      "has seven channels",
      foreignModel("spectral"),
      "MODEL_UNSUITABLE",
      "channels",
    ],
    [
      "has an op of its own",
      spoilt(({ graph }) => ({
        node: graph.node.map((node) => ({ ...node, domain: "my.ops" })),
      })),
      "MODEL_UNSUITABLE",
      "op",
    ],
    [
      "hides such an op in a branch",
      spoilt(({ graph }) => ({
        node: [
          branch({
            ...graph,
            node: graph.node.map((node) => ({ ...node, domain: "my.ops" })),
          }),
          ...graph.node,
        ],
      })),
      "MODEL_UNSUITABLE",
      "op",
    ],
    [
      "may never end",
      spoilt(({ graph }) => ({
        node: graph.node.map((node) => ({ ...node, opType: "Loop" })),
      })),
      "MODEL_UNSUITABLE",
      "op",
    ],
    ["has its weights elsewhere", elsewhere("/etc/passwd"), ...EXTERNAL],
    ["has them a folder above", elsewhere("../weights"), ...EXTERNAL],
    [
      "has them elsewhere in a branch",
      spoilt(({ graph }) => ({ node: [branch(outside()), ...graph.node] })),
      ...EXTERNAL,
    ],
    [
      "promises three gigabytes of weights in pieces",
      spoilt(() => ({
        initializer: ["a", "b", "c"].map((name) => ({
          ...weights!,
          ...{ name, dims: [1e9], rawData: new Uint8Array() },
        })),
      })),
      "MODEL_UNSUITABLE",
      "tensor",
    ],
    ["is nested ten thousand times", nested(10_000), "MODEL_DAMAGED"],
    [
      "takes nothing",
      spoilt(() => ({ input: [] })),
      "MODEL_UNSUITABLE",
      "inputs",
    ],
    [
      "has an op that nobody knows",
      spoilt(({ graph }) => ({
        node: graph.node.map((node) => ({ ...node, opType: "Dream" })),
      })),
      "MODEL_DAMAGED",
    ],
    [
      "has a weight of impossible size",
      spoilt(() => ({
        initializer: [{ ...weights!, dims: [2 ** 40, 2 ** 10] }],
      })),
      "MODEL_UNSUITABLE",
      "tensor",
    ],
    [
      "takes integers",
      spoilt(({ graph }) => ({
        input: graph.input.map(({ name, type }) => ({
          name,
          type: { tensorType: { ...type.tensorType, elemType: 7 } },
        })),
      })),
      "MODEL_UNSUITABLE",
      "type",
    ],
    [
      "has sparse weights",
      spoilt(() => ({ sparseInitializer: [{}] })),
      "MODEL_UNSUITABLE",
      "sparse",
    ],
    [
      "goes through a sequence",
      spoilt(({ graph }) => ({
        node: graph.node.map((node) => ({ ...node, opType: "SequenceMap" })),
      })),
      "MODEL_UNSUITABLE",
      "op",
    ],
    [
      "opens what its runtime compiled elsewhere",
      spoilt(({ graph }) => ({
        node: graph.node.map((node) => ({
          ...node,
          opType: "EPContext",
          domain: "com.microsoft",
        })),
      })),
      "MODEL_UNSUITABLE",
      "op",
    ],
    [
      "says how it is trained",
      encodeModel({ ...foreignProto("mean"), trainingInfo: [{}] }),
      "MODEL_UNSUITABLE",
      "training",
    ],
    ["is huge in extent", resized(1_000_000), "MODEL_UNSUITABLE", "extent"],
    ["has its channels last", lastChannels(), "MODEL_UNSUITABLE", "layout"],
    ["is cut off", foreignModel("mean").slice(0, 200), "MODEL_DAMAGED"],
    ["is text", Buffer.from("no model"), "MODEL_DAMAGED"],
    ["is empty", new Uint8Array(), "MODEL_DAMAGED"],
  ])("%s", async (which, bytes, code, kind) => {
    const refusal = await inspect(which, bytes).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({
      code,
      details: {
        model: join(folder, `${which}.onnx`),
        ...(kind !== undefined && { kind }),
      },
    });
  });

  test("is not there", async () => {
    const path = join(folder, "nowhere.onnx");
    await expect(engine.inspectModel({ path })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      details: { file: path },
    });
  });
});

function declared(extents: readonly number[]): Uint8Array {
  return spoilt(({ graph }) => ({
    input: graph.input.map(({ name, type }) => ({
      name,
      type: {
        tensorType: {
          elemType: type.tensorType.elemType,
          shape: { dim: extents.map((dimValue) => ({ dimValue })) },
        },
      },
    })),
  }));
}

function resized(edge: number): Uint8Array {
  return declared([1, 3, edge, edge]);
}

function lastChannels(): Uint8Array {
  return declared([1, 64, 64, 3]);
}
