/** The part of ONNX's file format that Nítido writes and reads, as protobuf messages. */
import protobuf from "protobufjs";

/** Field numbers of the ONNX specification (onnx.proto, IR version 10). */
const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: message({
      irVersion: [1, "int64"],
      producerName: [2, "string"],
      producerVersion: [3, "string"],
      docString: [6, "string"],
      graph: [7, "GraphProto"],
      opsetImport: [8, "OperatorSetIdProto", "repeated"],
      metadataProps: [14, "StringStringEntryProto", "repeated"],
      trainingInfo: [20, "TrainingInfoProto", "repeated"],
      functions: [25, "FunctionProto", "repeated"],
    }),
    TrainingInfoProto: message({}),
    FunctionProto: message({
      name: [1, "string"],
      node: [7, "NodeProto", "repeated"],
      attributeProto: [11, "AttributeProto", "repeated"],
    }),
    OperatorSetIdProto: message({
      domain: [1, "string"],
      version: [2, "int64"],
    }),
    StringStringEntryProto: message({
      key: [1, "string"],
      value: [2, "string"],
    }),
    GraphProto: message({
      node: [1, "NodeProto", "repeated"],
      name: [2, "string"],
      initializer: [5, "TensorProto", "repeated"],
      input: [11, "ValueInfoProto", "repeated"],
      output: [12, "ValueInfoProto", "repeated"],
      sparseInitializer: [15, "SparseTensorProto", "repeated"],
    }),
    SparseTensorProto: message({}),
    NodeProto: message({
      input: [1, "string", "repeated"],
      output: [2, "string", "repeated"],
      name: [3, "string"],
      opType: [4, "string"],
      attribute: [5, "AttributeProto", "repeated"],
      domain: [7, "string"],
    }),
    AttributeProto: message({
      name: [1, "string"],
      f: [2, "float"],
      i: [3, "int64"],
      s: [4, "bytes"],
      t: [5, "TensorProto"],
      g: [6, "GraphProto"],
      floats: [7, "float", "repeated"],
      ints: [8, "int64", "repeated"],
      tensors: [10, "TensorProto", "repeated"],
      graphs: [11, "GraphProto", "repeated"],
      type: [20, "int32"],
      sparseTensor: [22, "SparseTensorProto"],
      sparseTensors: [23, "SparseTensorProto", "repeated"],
    }),
    TensorProto: message({
      dims: [1, "int64", "repeated"],
      dataType: [2, "int32"],
      floatData: [4, "float", "repeated"],
      int64Data: [7, "int64", "repeated"],
      name: [8, "string"],
      rawData: [9, "bytes"],
      externalData: [13, "StringStringEntryProto", "repeated"],
      dataLocation: [14, "int32"],
    }),
    ValueInfoProto: message({ name: [1, "string"], type: [2, "TypeProto"] }),
    TypeProto: message({ tensorType: [1, "TensorTypeProto"] }),
    TensorTypeProto: message({
      elemType: [1, "int32"],
      shape: [2, "TensorShapeProto"],
    }),
    TensorShapeProto: message({ dim: [1, "DimensionProto", "repeated"] }),
    DimensionProto: message({
      dimValue: [1, "int64"],
      dimParam: [2, "string"],
    }),
  },
});

type Field = readonly [id: number, type: string, rule?: "repeated"];

function message(fields: Readonly<Record<string, Field>>): protobuf.IType {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [id, type, rule]]) => [
        name,
        rule ? { id, type, rule } : { id, type },
      ]),
    ),
  };
}

export const ELEMENT = { float: 1, int64: 7 } as const;
export const ATTRIBUTE = {
  float: 1,
  int: 2,
  string: 3,
  floats: 6,
  ints: 7,
} as const;

export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
  readonly t?: TensorProto;
  readonly g?: GraphProto;
  readonly tensors?: readonly TensorProto[];
  readonly graphs?: readonly GraphProto[];
  readonly sparseTensor?: object;
  readonly sparseTensors?: readonly object[];
}

export interface NodeProto {
  readonly name: string;
  readonly opType: string;
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly rawData: Uint8Array;
  /** Where the data are when they lie in another file. */
  readonly externalData?: readonly {
    readonly key: string;
    readonly value: string;
  }[];
  readonly dataLocation?: number;
}

export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      /** Without it, even the rank is open. */
      readonly shape?: {
        readonly dim: readonly {
          readonly dimValue?: number;
          readonly dimParam?: string;
        }[];
      };
    };
  };
}

export interface GraphProto {
  readonly name: string;
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
  readonly sparseInitializer?: readonly object[];
}

export interface FunctionProto {
  readonly node: readonly NodeProto[];
  /** Attributes with the values that they have unless a node gives others. */
  readonly attributeProto?: readonly AttributeProto[];
}

export interface ModelProto {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion?: string;
  readonly docString?: string;
  readonly opsetImport: readonly {
    readonly domain: string;
    readonly version: number;
  }[];
  readonly metadataProps: readonly {
    readonly key: string;
    readonly value: string;
  }[];
  readonly graph: GraphProto;
  /** Ops that the model defines itself. */
  readonly functions?: readonly FunctionProto[];
  /** How the model is trained further, which is nothing to run it with. */
  readonly trainingInfo?: readonly object[];
}

const modelType = root.lookupType("ModelProto");

export function encodeModel(model: ModelProto): Uint8Array {
  return modelType.encode(modelType.create(model)).finish();
}

/** Throws when the bytes are no protobuf message. Fields that Nítido does not use are left out. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return modelType.toObject(modelType.decode(bytes), {
    longs: Number,
    arrays: true,
    objects: true,
  }) as ModelProto;
}
