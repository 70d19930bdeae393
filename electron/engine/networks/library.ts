/** The models that have names: those that are shipped, and the user's own. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { modelsFolder } from "../../files/data-folder.ts";
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
