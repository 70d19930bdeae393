/** Finds networks by name or path, and checks them before they are used. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { contextOf } from "../../../models/inference/adapted.ts";
import { type Adapter, completed } from "../../../models/inference/adapter.ts";
import type { Context } from "../../../models/inference/tiles.ts";
import { readRegular, regularSize } from "../../files/read-regular.ts";
import { metadataOf, readModel } from "../onnx/export.ts";
import type { ModelProto } from "../onnx/proto.ts";
import { type Card, readCard } from "./card.ts";
import { namedModels, trialModel } from "./library.ts";
import {
  MAX_MODEL_BYTES,
  requireModelSize,
  requireWithinLimits,
} from "./limits.ts";
import { readSignature, requireFit, type Signature } from "./signature.ts";

export interface LoadedNetwork {
  readonly name: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly model: ModelProto;
  /** What tiles need around them. */
  readonly context: Context;
  readonly card: Card | null;
  /** Set for a model that is not Nítido's: its inputs, and how they are fed. */
  readonly foreign?: Foreign;
}

export interface Foreign {
  readonly signature: Signature;
  readonly adapter: Adapter;
}

const ONNX = /\.onnx$/i;

/**
 * A shipped network or one of the user's own by its name, that of a training by its trial name, or
 * one from an `.onnx` file. Throws
 * MODEL_UNKNOWN when there is none, MODEL_DAMAGED when its file is not what its card says or no
 * denoiser, MODEL_UNSUITABLE when it exceeds what is allowed.
 */
export async function loadNetwork(model: string): Promise<LoadedNetwork> {
  const { name, file, unknown } = await findModel(model);
  const bytes = await readModelFile(file, unknown);
  const card = await readCard(file);
  if (card && createHash("sha256").update(bytes).digest("hex") !== card.sha256)
    throw new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason: "its checksum differs from its card's",
    });
  return {
    name,
    file,
    bytes,
    card,
    ...understood(readModel(bytes, file), card, file),
  };
}

export interface FoundModel {
  readonly name: string;
  readonly file: string;
  /** What is to be said if the file is not there. */
  readonly unknown: () => NitidoError;
}

/** Where a model is, by its name or path. Throws MODEL_UNKNOWN for what is neither. */
export async function findModel(model: string): Promise<FoundModel> {
  const known = await namedModels();
  const unknown = (): NitidoError =>
    new NitidoError("MODEL_UNKNOWN", {
      model,
      known: known.map(({ name }) => name).join(", "),
    });
  // A name is looked up, never joined to a path as it is.
  const named = known.find(({ name }) => name === model) ?? trialModel(model);
  if (named) return { ...named, unknown };
  if (!ONNX.test(model)) throw unknown();
  const name = basename(model).replace(ONNX, "");
  return { name, file: model, unknown };
}

/**
 * The bytes of a model's file. Throws MODEL_UNSUITABLE when it is too large to be one, FILE_UNREADABLE
 * when it is no regular file, `missing()` when it is not there.
 */
export async function readModelFile(
  file: string,
  missing: () => Error,
): Promise<Uint8Array> {
  try {
    requireModelSize(await regularSize(file), file);
    return await readRegular(file, MAX_MODEL_BYTES);
  } catch (error) {
    const absent =
      error instanceof NitidoError && error.code === "FILE_NOT_FOUND";
    throw absent ? missing() : error;
  }
}

/** Whether the model takes and returns what Nítido's own networks do. */
export function isNative({ graph }: ModelProto): boolean {
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input
    .map(({ name }) => name)
    .filter((name) => !weights.has(name));
  const outputs = graph.output.map(({ name }) => name);
  return inputs.sort().join() === "image,sigma" && outputs.includes("denoised");
}

/** What tiles need around them, as a file of Nítido's own says. Throws MODEL_DAMAGED. */
export function nativeContext(model: ModelProto, file: string): Context {
  const metadata = metadataOf(model);
  const [margin, alignment] = [
    Number(metadata["margin"]),
    Number(metadata["alignment"]),
  ];
  if (!(margin >= 0 && alignment >= 2 && alignment % 2 === 0))
    throw new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason:
        "it does not say how much context its tiles need (metadata margin, alignment)",
    });
  return { margin, alignment };
}

/** Refused here, before a session is fed with what its model does not know. */
function understood(
  model: ModelProto,
  card: Card | null,
  file: string,
): Pick<LoadedNetwork, "model" | "context" | "foreign"> {
  requireWithinLimits(model, file);
  if (isNative(model)) return { model, context: nativeContext(model, file) };
  const adapter = card?.adapter && completed(card.adapter);
  if (!adapter)
    throw new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason:
        "it does not turn image and sigma into denoised, and no card says how it is fed; `nitido models import` finds that out",
    });
  const signature = readSignature(model, file);
  requireFit(signature, adapter, file);
  return {
    model,
    context: contextOf(adapter),
    foreign: { signature, adapter },
  };
}
