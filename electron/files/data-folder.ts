/** Where Nítido keeps what is the user's own: models, settings, the state of the app. */
import { join, resolve } from "node:path";
import envPaths from "env-paths";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder that the operating system means for a program's data, or the one that NITIDO_DATA
 * names. Engine, app and command line all ask here, so they agree. It need not exist yet.
 */
export function dataFolder(environment: Environment = process.env): string {
  const { NITIDO_DATA } = environment;
  return NITIDO_DATA
    ? resolve(NITIDO_DATA)
    : envPaths("nitido", { suffix: "" }).data;
}

/** The folder of trainings: one folder for each, called by its id. */
export function trainingsFolder(
  environment: Environment = process.env,
): string {
  return join(dataFolder(environment), "trainings");
}

/** The folder of the user's own models: `<name>.onnx` with its card `<name>.json`. */
export function modelsFolder(environment: Environment = process.env): string {
  return join(dataFolder(environment), "models");
}
