/** Finds networks by name or path, and checks them before they are used. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import type { Context } from "../../../models/inference/tiles.ts";
import { metadataOf, readModel } from "../onnx/export.ts";
import type { ModelProto } from "../onnx/proto.ts";
import { programPath } from "../programs.ts";
import { type Card, cardPath, parseCard } from "./card.ts";

export interface LoadedNetwork {
  readonly name: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly model: ModelProto;
  /** What tiles need around them, as the file says. */
  readonly context: Context;
  readonly card: Card | null;
}

const ONNX = /\.onnx$/i;

/** The folder of the shipped networks. */
export function zooFolder(): string {
  return join(dirname(programPath("engine")), "..", "models", "zoo");
}

/** Names of the shipped networks, in alphabetical order; none where their folder is missing. */
export async function shippedNames(): Promise<string[]> {
  const files = await readdir(zooFolder()).catch(() => []);
  return files
    .filter((file) => file.endsWith(".onnx"))
    .map((file) => basename(file, ".onnx"))
    .sort();
}

/**
 * A shipped network by its name, or one from an `.onnx` file. Throws MODEL_UNKNOWN when there is
 * none, MODEL_DAMAGED when its file is not what its card says, or no denoiser of Nítido's.
 */
export async function loadNetwork(model: string): Promise<LoadedNetwork> {
  const shipped = await shippedNames();
  // A name is looked up, never joined to a path as it is.
  const isShipped = shipped.includes(model);
  if (!isShipped && !ONNX.test(model))
    throw new NitidoError("MODEL_UNKNOWN", {
      model,
      known: shipped.join(", "),
    });
  const file = isShipped ? join(zooFolder(), `${model}.onnx`) : model;
  const bytes = await readFile(file).catch(() => {
    throw new NitidoError("MODEL_UNKNOWN", {
      model,
      known: shipped.join(", "),
    });
  });
  const card = await readCard(file, isShipped);
  if (card && createHash("sha256").update(bytes).digest("hex") !== card.sha256)
    throw new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason: "its checksum differs from its card's",
    });
  const proto = readModel(bytes, file);
  requireDenoiser(proto, file);
  return {
    name: isShipped ? model : basename(model).replace(ONNX, ""),
    file,
    bytes,
    model: proto,
    context: contextOf(proto, file),
    card,
  };
}

async function readCard(file: string, required: boolean): Promise<Card | null> {
  const path = cardPath(file);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null && !required) return null;
  try {
    return parseCard(text ?? "");
  } catch (error) {
    throw new NitidoError("MODEL_DAMAGED", {
      model: path,
      reason: String(error),
    });
  }
}

/** Refused here, before a session is fed with what its model does not know. */
function requireDenoiser({ graph }: ModelProto, file: string): void {
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input
    .map(({ name }) => name)
    .filter((name) => !weights.has(name));
  const outputs = graph.output.map(({ name }) => name);
  if (inputs.sort().join() !== "image,sigma" || !outputs.includes("denoised"))
    throw new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason: "it does not turn image and sigma into denoised",
    });
}

function contextOf(model: ModelProto, file: string): Context {
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
