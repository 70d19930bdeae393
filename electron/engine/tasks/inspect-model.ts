/** The use case `inspectModel`: what an ONNX file is, and how it is fed. */
import { basename } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { requireWithinLimits } from "../networks/limits.ts";
import { isNative, nativeContext, readModelFile } from "../networks/load.ts";
import { probeModel } from "../networks/probing/probe-model.ts";
import { readSignature } from "../networks/signature.ts";
import { readModel } from "../onnx/export.ts";
import type { Task } from "./task.ts";

export const inspectModel: Task<"inspectModel"> = async (
  { path },
  { compute, signal },
) => {
  const bytes = await readModelFile(
    path,
    () => new NitidoError("FILE_NOT_FOUND", { file: path }),
  );
  const model = readModel(bytes, path);
  requireWithinLimits(model, path);
  const name = basename(path).replace(/\.onnx$/i, "");
  if (isNative(model)) {
    const { margin, alignment } = nativeContext(model, path);
    return {
      name,
      adapter: {
        channels: 3,
        range: 1,
        noise: { kind: "map", range: 1 },
        multiple: alignment,
        margin,
        output: "image",
      },
    };
  }
  const signature = readSignature(model, path);
  const adapter = await probeModel({
    bytes,
    signature,
    file: path,
    compute,
    signal,
  });
  return { name, adapter };
};
