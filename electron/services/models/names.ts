/** Names of the user's models: they name files and are typed into command lines, so not everything goes. */
import { NitidoError } from "../../../models/errors.ts";
import { foldedName, plainName, shortened } from "../file-name.ts";

const LONGEST = 80;
/** What `auto` means is chosen for each image. */
const RESERVED = "auto";
const EXTENSION = /\.(onnx|json)$/i;

/** Throws USAGE for what cannot be a name, and MODEL_EXISTS for one that is taken. */
export function requireFreeName(name: string, taken: readonly string[]): void {
  if (cleanName(name) !== name)
    throw new NitidoError("USAGE", {
      kind: "modelName",
      value: name,
      suggested: freeName(name, taken),
    });
  if (isTaken(name, taken))
    throw new NitidoError("MODEL_EXISTS", { model: name });
}

/** The nearest name that is free. */
export function freeName(wish: string, taken: readonly string[]): string {
  const name = cleanName(wish);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number.toString()}`;
    if (!isTaken(candidate, taken)) return candidate;
  }
}

function cleanName(text: string): string {
  const plain = plainName(text.replace(EXTENSION, "")).replace(/^\.+/, "");
  const name = shortened(plain, LONGEST);
  return name === "" || foldedName(name) === RESERVED ? "model" : name;
}

/** Some file systems take names for one that differ in case only. */
function isTaken(name: string, taken: readonly string[]): boolean {
  return taken.some((other) => foldedName(other) === foldedName(name));
}
