/** The models that have names: those that are shipped, and the user's own. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { modelsFolder, trainingsFolder } from "../../files/data-folder.ts";
import { trialOf } from "../../../models/training/trial.ts";
import { programPath } from "../programs.ts";

export interface NamedModel {
  readonly name: string;
  readonly file: string;
  readonly origin: "shipped" | "own";
}

/** The folder of the shipped networks. */
export function zooFolder(): string {
  return join(dirname(programPath("engine")), "..", "models", "zoo");
}

/** The shipped ones first, each part in alphabetical order; a name that is shipped hides the user's. */
export async function namedModels(): Promise<NamedModel[]> {
  const shipped = await modelsIn(zooFolder(), "shipped");
  const taken = new Set(shipped.map(({ name }) => name));
  const own = await modelsIn(modelsFolder(), "own");
  return [...shipped, ...own.filter(({ name }) => !taken.has(name))];
}

/** The network of a training, which is used before it is a model, or instead; null for other names. */
export function trialModel(
  name: string,
): Pick<NamedModel, "name" | "file"> | null {
  const id = trialOf(name);
  if (id === null) return null;
  return { name, file: join(trainingsFolder(), id, "network.onnx") };
}

/** None where the folder is missing. */
async function modelsIn(
  folder: string,
  origin: NamedModel["origin"],
): Promise<NamedModel[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .filter((file) => file.endsWith(".onnx") && !file.startsWith("."))
    .map((file) => basename(file, ".onnx"))
    .sort()
    .map((name) => ({ name, file: join(folder, `${name}.onnx`), origin }));
}
