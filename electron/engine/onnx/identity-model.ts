/** The model that copies a tensor: run on the device, it brings home what stayed there. */
import {
  ELEMENT,
  encodeModel,
  type ModelProto,
  type ValueInfoProto,
} from "./proto.ts";

/** y = x, for float tensors of any shape. */
export function identityModel(): Uint8Array {
  const model: ModelProto = {
    irVersion: 8,
    producerName: "nitido",
    opsetImport: [{ domain: "", version: 18 }],
    metadataProps: [],
    graph: {
      name: "identity",
      node: [
        {
          name: "copy",
          opType: "Identity",
          input: ["x"],
          output: ["y"],
          attribute: [],
        },
      ],
      initializer: [],
      input: [anyShape("x")],
      output: [anyShape("y")],
    },
  };
  return encodeModel(model);
}

/** In ONNX a declaration without a shape leaves even the rank open. */
function anyShape(name: string): ValueInfoProto {
  return { name, type: { tensorType: { elemType: ELEMENT.float } } };
}
