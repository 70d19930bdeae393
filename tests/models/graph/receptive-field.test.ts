/** The receptive field against brute force: which outputs change with an input row, and whether a tile equals the whole. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import {
  type Graph,
  type Node,
  constant,
  graph,
  input,
} from "../../../models/graph/graph.ts";
import { add } from "../../../models/graph/ops/add.ts";
import { averagePool } from "../../../models/graph/ops/average-pool.ts";
import { concat } from "../../../models/graph/ops/concat.ts";
import {
  conv2dInputGradient,
  convTranspose2d,
} from "../../../models/graph/ops/conv2d-input-gradient.ts";
import { conv2d } from "../../../models/graph/ops/conv2d.ts";
import { depthToSpace } from "../../../models/graph/ops/depth-to-space.ts";
import { leakyRelu } from "../../../models/graph/ops/leaky-relu.ts";
import { matmul } from "../../../models/graph/ops/matmul.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { reduceMean } from "../../../models/graph/ops/reduce-mean.ts";
import { reshape } from "../../../models/graph/ops/reshape.ts";
import { slice } from "../../../models/graph/ops/slice.ts";
import { spaceToDepth } from "../../../models/graph/ops/space-to-depth.ts";
import { transpose } from "../../../models/graph/ops/transpose.ts";
import { upsampleBilinear } from "../../../models/graph/ops/upsample-bilinear.ts";
import { upsampleNearest } from "../../../models/graph/ops/upsample-nearest.ts";
import {
  type Shape,
  type Tensor,
  sizeOf,
} from "../../../models/graph/tensor.ts";
import { receptiveField } from "../../../models/graph/receptive-field.ts";
import { denoiserInputs } from "../../../models/networks/network.ts";
import { networks } from "../../../models/networks/table.ts";
import { Random } from "../../../models/random.ts";

type Net = (image: Node) => Node;

/** Fixed random weights: the same shape always gets the same. */
function weights(...shape: number[]): Node {
  const random = new Random(Random.seed(...shape));
  return constant(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
  );
}

function same(x: Node, channels: number, kernel = 3): Node {
  const w = weights(channels, x.shape[1] ?? 0, kernel, kernel);
  // Unlike relu, leakyRelu passes every change on.
  return leakyRelu(conv2d(x, w, { padding: (kernel - 1) / 2 }), 0.25);
}

const unet: Net = (image) => {
  const top = same(spaceToDepth(image, 2), 2);
  const down = conv2d(top, weights(3, 2, 2, 2), { stride: 2 });
  const bottom = add(down, same(down, 3));
  const up = conv2d(bottom, weights(8, 3, 1, 1));
  const joined = same(add(depthToSpace(up, 2), top), 4);
  return add(image, depthToSpace(joined, 2));
};

const nets: readonly {
  name: string;
  net: Net;
  margin: number;
  alignment: number;
}[] = [
  { name: "identity", net: (x) => mul(x, x), margin: 0, alignment: 1 },
  {
    name: "two convolutions",
    net: (x) => same(same(x, 2), 1, 5),
    margin: 3,
    alignment: 1,
  },

  { name: "U-Net", net: unet, margin: 10, alignment: 4 },
  {
    name: "pooling and bilinear upsampling",
    net: (x) => concat([x, upsampleBilinear(same(averagePool(x, 2), 1), 2)], 1),
    margin: 4,
    alignment: 2,
  },
  {
    name: "nearest upsampling by three",
    net: (x) => same(upsampleNearest(averagePool(x, 3), 3), 1),
    margin: 3,
    alignment: 3,
  },
  {
    name: "strided 3×3, back by a transposed 4×4",
    net: (x) => {
      const down = conv2d(x, weights(2, 1, 3, 3), { stride: 2, padding: 1 });
      const up = weights(2, 1, 4, 4);
      return convTranspose2d(down, up, { stride: 2, padding: 1 });
    },
    margin: 3,
    alignment: 2,
  },
  {
    name: "bottleneck as output",
    net: (x) => averagePool(same(x, 1), 2),
    margin: 1,
    alignment: 2,
  },
  {
    name: "enlarged output",
    net: (x) => depthToSpace(same(x, 4), 2),
    margin: 1,
    alignment: 1,
  },
];

const ROWS = 48;
const COLUMNS = 12;

function graphOf(net: Net, rows: number): Graph {
  return graph({ y: net(input("x", [1, 1, rows, COLUMNS])) });
}

function run(net: Net, x: Tensor): Tensor {
  return evaluate(graphOf(net, x.shape[2] ?? 0), { x }).y as Tensor;
}

/** Rows [first, last) of an N×C×H×W tensor. */
function rowsOf({ shape, data }: Tensor, first: number, last: number): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = shape;
  const kept = Array.from({ length: n * c }, (_, plane) => [
    ...data.slice((plane * h + first) * w, (plane * h + last) * w),
  ]);
  return {
    shape: [n, c, last - first, w],
    data: Float64Array.from(kept.flat()),
  };
}

function noise(): Tensor {
  const random = new Random(5);
  const shape: Shape = [1, 1, ROWS, COLUMNS];
  return {
    shape,
    data: Float64Array.from({ length: sizeOf(shape) }, () => random.uniform()),
  };
}

describe.each(nets)("$name", ({ net, margin, alignment }) => {
  const whole = run(net, noise());
  const scale = (whole.shape[2] ?? 0) / ROWS;
  // One block in the middle, far enough from the image's edges.
  const start = Math.floor(ROWS / 2 / alignment) * alignment;
  const end = start + alignment;
  const block = rowsOf(whole, start * scale, end * scale);

  test("has this margin and alignment", () => {
    const field = receptiveField(graphOf(net, ROWS), "y", "x");
    expect(field).toEqual({ margin, alignment });
  });

  test("depends on just these rows", () => {
    const needed: number[] = [];
    for (let row = 0; row < ROWS; row++) {
      const moved = noise();
      for (let column = 0; column < COLUMNS; column++)
        moved.data[row * COLUMNS + column]! += 0.5;
      const changed = rowsOf(run(net, moved), start * scale, end * scale);
      if (changed.data.some((value, i) => value !== block.data[i]))
        needed.push(row);
    }
    const before = start - (needed[0] ?? NaN);
    const after = (needed.at(-1) ?? NaN) - (end - 1);
    expect(Math.max(before, after)).toBe(margin);
  });

  test("is equal in a tile with that margin", () => {
    const around = Math.ceil(margin / alignment) * alignment;
    const tile = rowsOf(noise(), start - around, end + around);
    const result = rowsOf(
      run(net, tile),
      around * scale,
      (around + alignment) * scale,
    );
    expect(result).toEqual(block);
  });
});

test("a tile also holds the rows in between", () => {
  // Row 3i − 1 of `up` comes from row i of `down` alone: it needs no pixel outside the block
  // [3i, 3i + 3), but a tile that begins at 3i does not have it, and `same` would read a zero.
  const net: Net = (x) => {
    const down = averagePool(x, 3);
    const up = conv2dInputGradient(down, weights(1, 1, 3, 3), {
      stride: 3,
      padding: 1,
      extents: [x.shape[2] ?? 0, COLUMNS],
    });
    return same(up, 1);
  };
  const field = receptiveField(graphOf(net, ROWS), "y", "x");
  expect(field.alignment).toBe(3);
  expect(field.margin).toBeGreaterThan(0);
  const whole = rowsOf(run(net, noise()), 24, 27);
  const tile = run(net, rowsOf(noise(), 21, 30));
  expect(rowsOf(tile, 3, 6)).toEqual(whole);
});

describe("shipped networks", () => {
  function fieldOf(name: keyof typeof networks, of: "image" | "sigma") {
    const network = networks[name];
    const y = network.forward(denoiserInputs(1, 64, 64), input);
    return receptiveField(graph({ y }), "y", of);
  }

  test("fast", () => {
    expect(fieldOf("fast", "image")).toEqual({ margin: 46, alignment: 8 });
  });

  test("the noise map counts in its own, larger pixels", () => {
    expect(fieldOf("fast", "sigma")).toEqual({ margin: 23, alignment: 4 });
  });
});

describe("refuses", () => {
  const refused: Record<string, { net: Net; op: string }> = {
    "a mean over the image": {
      net: (x) => mul(x, reduceMean(x, [2, 3])),
      op: "reduceMean",
    },
    "a product of matrices": { net: (x) => matmul(x, x), op: "matmul" },
    "rows as columns": {
      net: (x) => transpose(x, [0, 1, 3, 2]),
      op: "transpose",
    },
    "a convolution without padding": {
      net: (x) => conv2d(x, weights(1, 1, 3, 3)),
      op: "conv2d",
    },
    "an image that is its own kernel": {
      net: (x) => conv2d(x, slice(x, [0, 0, 0, 0], [1, 1, 3, 3])),
      op: "slice",
    },
    "rows cut off": {
      net: (x) => slice(x, [0, 0, 1, 0], [1, 1, 12, 12]),
      op: "slice",
    },
    "concatenated rows": { net: (x) => concat([x, x], 2), op: "concat" },
    "a list of pixels": { net: (x) => reshape(x, [1, 144]), op: "reshape" },
  };

  test.each(Object.entries(refused))("%s", (_, { net, op }) => {
    const g = graph({ y: net(input("x", [1, 1, 12, 12])) });
    expect(() => receptiveField(g, "y", "x")).toThrow(
      `GRAPH_INVALID {"op":"${op}"`,
    );
  });

  test("unknown names", () => {
    const g = graph({ y: input("x", [1, 1, 4, 4]) });
    expect(() => receptiveField(g, "z", "x")).toThrow("an output");
    expect(() => receptiveField(g, "y", "z")).toThrow("an input of y");
  });
});
