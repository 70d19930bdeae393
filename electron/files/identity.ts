/** Which file a path really names, through symbolic and hard links and any spelling. */
import { stat } from "node:fs/promises";
import { errnoOf } from "./file-errors.ts";

/** The same text for every name of one file; undefined when there is none. */
export async function fileIdentity(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev.toString()}:${ino.toString()}`;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

/** The identities of those paths that exist. */
export async function fileIdentities(
  paths: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const identities = new Set<string>();
  for (const path of paths) {
    const identity = await fileIdentity(path);
    if (identity !== undefined) identities.add(identity);
  }
  return identities;
}
