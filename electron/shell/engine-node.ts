/** The plain Node that the engine runs on: Electron is none, and its own V8 collides with native libraries. */
import { join } from "node:path";

export interface NodePlace {
  readonly isPackaged: boolean;
  /** Where the packaged app keeps what lies beside its archive. */
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The bundled one when packaged; in development the one that npm runs on, or the system's. */
export function engineNode(place: NodePlace): string {
  const name = place.platform === "win32" ? "node.exe" : "node";
  if (place.isPackaged) return join(place.resources, "node", name);
  return place.environment["npm_node_execpath"] ?? name;
}
