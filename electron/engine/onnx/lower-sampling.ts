/** Pooling and upsampling in ONNX. Nothing here depends on the image's size, which may stay open. */
import type { OnnxBuilder } from "./builder.ts";
import type { Lowering } from "./lower.ts";

export const averagePool: Lowering<"averagePool"> = (b, [x], { attributes }) =>
  pool(b, "AveragePool", x, attributes.size);

export const maxPool: Lowering<"maxPool"> = (b, [x], { attributes }) =>
  pool(b, "MaxPool", x, attributes.size);

function pool(b: OnnxBuilder, opType: string, x: string, size: number): string {
  return b.node(opType, [x], {
    kernel_shape: [size, size],
    strides: [size, size],
  });
}

export const upsampleBilinear: Lowering<"upsampleBilinear"> = (
  b,
  [x],
  { attributes },
) =>
  resize(b, x, attributes.factor, {
    mode: "linear",
    coordinate_transformation_mode: "half_pixel",
  });

export const upsampleNearest: Lowering<"upsampleNearest"> = (
  b,
  [x],
  { attributes },
) =>
  resize(b, x, attributes.factor, {
    mode: "nearest",
    coordinate_transformation_mode: "asymmetric",
    nearest_mode: "floor",
  });

function resize(
  b: OnnxBuilder,
  x: string,
  factor: number,
  attributes: Readonly<Record<string, string>>,
): string {
  const scales = b.floats([4], Float32Array.of(1, 1, factor, factor));
  // The empty second input is the region of interest, which these modes do not use.
  return b.node("Resize", [x, "", scales], attributes);
}
