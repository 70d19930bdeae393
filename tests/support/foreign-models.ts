/** Small denoisers as other programs would export them, and files that are none. */
import { lower } from "../../electron/engine/onnx/lower.ts";
import {
  encodeModel,
  type ModelProto,
} from "../../electron/engine/onnx/proto.ts";
import {
  constant,
  graph,
  input,
  type Node,
  scalar,
} from "../../models/graph/graph.ts";
import { add } from "../../models/graph/ops/add.ts";
import { averagePool } from "../../models/graph/ops/average-pool.ts";
import { clip } from "../../models/graph/ops/clip.ts";
import { conv2d } from "../../models/graph/ops/conv2d.ts";
import { maximum } from "../../models/graph/ops/maximum.ts";
import { mul } from "../../models/graph/ops/mul.ts";
import { reduceMean } from "../../models/graph/ops/reduce-mean.ts";
import { slice } from "../../models/graph/ops/slice.ts";
import { sub } from "../../models/graph/ops/sub.ts";
import { upsampleNearest } from "../../models/graph/ops/upsample-nearest.ts";

/** The mean of each pixel and its neighbours, channel by channel. */
function mean(x: Node, radius = 1): Node {
  const channels = x.shape[1] ?? 0;
  const side = 2 * radius + 1;
  const area = side * side;
  const weights = Array.from({ length: channels * channels * area }, (_, i) => {
    const [to, from] = [
      Math.floor(i / (channels * area)),
      Math.floor(i / area) % channels,
    ];
    return to === from ? 1 / area : 0;
  });
  const w = constant([channels, channels, side, side], weights);
  return conv2d(x, w, { padding: radius });
}

const SIZE = 64;
const rgb = (): Node => input("x", [1, 3, SIZE, SIZE]);
const grey = (): Node => input("x", [1, 1, SIZE, SIZE]);

/** The right mean for σ = 25; beyond, one that is far too wide. */
function byLevel(x: Node, level: Node): Node {
  const share = mul(level, scalar(255 / 25));
  const near = add(x, mul(clip(share, 0, 1), sub(mean(x), x)));
  const excess = clip(sub(share, scalar(1)), 0, 1);
  return add(near, mul(excess, sub(mean(x, 3), near)));
}

const OPEN = ["batch", null, "height", "width"] as const;
type Extents = readonly (string | null)[];

/** The ONNX model of y, with extents left open where a name is given. */
function model(
  y: Node,
  open: Readonly<Record<string, Extents>> = { x: OPEN },
): ModelProto {
  const network = graph({ y });
  const named = { y: OPEN, ...open };
  const shapes: Record<string, readonly number[]> = { y: y.shape };
  for (const node of network.inputs) shapes[node.attributes.name] = node.shape;
  const dimensions = Object.fromEntries(
    Object.entries(named).map(([name, extents]) => [
      name,
      (shapes[name] ?? []).map((extent, axis) => extents[axis] ?? extent),
    ]),
  );
  return lower(network, { dimensions });
}

const models = {
  /** Linear: any range is right. */
  mean: () => model(mean(rgb())),
  /** Dark and bright end where 0..1 does. */
  unit: () => model(mean(clip(rgb(), 0, 1))),
  /** Nothing is darker than 4 of 255. */
  bytes: () => model(mean(maximum(rgb(), scalar(4)))),
  /** Returns what is to be subtracted. */
  residual: () => {
    const x = rgb();
    return model(sub(x, mean(clip(x, 0, 1))));
  },
  map: () =>
    model(byLevel(rgb(), input("sigma", [1, 1, SIZE, SIZE])), {
      x: OPEN,
      sigma: OPEN,
    }),
  /** Both in 0..255. */
  byteScalar: () => {
    const x = maximum(rgb(), scalar(4));
    const level = input("noise_level", [1, 1, 1, 1]);
    return model(byLevel(x, mul(level, scalar(1 / 255))));
  },
  /** One level as a plain vector. */
  scalar: () => model(byLevel(rgb(), input("level", [1]))),
  /** The noise map is the fourth channel, as in DRUNet. */
  concatenated: () => {
    const all = input("x", [1, 4, SIZE, SIZE]);
    const image = slice(all, [0, 0, 0, 0], [1, 3, SIZE, SIZE]);
    return model(
      byLevel(image, slice(all, [0, 3, 0, 0], [1, 4, SIZE, SIZE])),
      {},
    );
  },
  grey: () => model(mean(clip(grey(), 0, 1))),
  /** Takes multiples of 8 only, and mixes in the means of blocks of 8. */
  stride: () => {
    const x = rgb();
    const blocks = upsampleNearest(averagePool(x, 8), 8);
    const close = mul(mean(x), scalar(0.95));
    return model(add(close, mul(blocks, scalar(0.05))));
  },
  /** Of one size. */
  fixed: () => model(mean(clip(rgb(), 0, 1)), { y: [] }),
  /** Looks seven pixels far. */
  wide: () => {
    const x = rgb();
    const far = mul(mean(x, 7), scalar(0.2));
    return model(add(mul(mean(clip(x, 0, 1)), scalar(0.8)), far));
  },
  /** Brightens by 5 of 255. */
  brighter: () => model(add(mean(clip(rgb(), 0, 1)), scalar(5 / 255))),
  /** Does nothing. */
  identity: () => model(mul(rgb(), scalar(1))),
  /** One value for an image. */
  classifier: () => model(reduceMean(rgb(), [2, 3]), { x: OPEN, y: [] }),
  /** Seven channels. */
  spectral: () => model(mean(input("x", [1, 7, SIZE, SIZE]))),
} as const satisfies Readonly<Record<string, () => ModelProto>>;

export type ForeignModel = keyof typeof models;

export function foreignProto(name: ForeignModel): ModelProto {
  return models[name]();
}

export function foreignModel(name: ForeignModel): Uint8Array {
  return encodeModel(models[name]());
}
