/** Finds out what a folder holds, before anything is learnt from it; the newest wish replaces an older one. */
import { NitidoError } from "../../../models/errors.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type { Inspection } from "../../contract/training-values.ts";
import type { Engine } from "../api.ts";
import { typedPath } from "./typed-path.ts";

export interface InspectionPorts {
  readonly engine: () => Pick<Engine, "inspectFolder">;
  readonly emit: (inspection: Inspection | null) => void;
}

export class Inspecting {
  readonly #ports: InspectionPorts;
  #current: Inspection | null = null;
  #stop = new AbortController();

  constructor(ports: InspectionPorts) {
    this.#ports = ports;
  }

  get current(): Inspection | null {
    return this.#current;
  }

  /** Looks at the folder that a person has named; null forgets. */
  inspect(path: string | null): void {
    this.#stop.abort(new NitidoError("CANCELLED"));
    this.#stop = new AbortController();
    this.#tell(null);
    if (path !== null) void this.#look(typedPath(path), this.#stop.signal);
  }

  async #look(folder: string, signal: AbortSignal): Promise<void> {
    const tell = (inspection: Inspection): void => {
      if (!signal.aborted) this.#tell(inspection);
    };
    tell({ folder, state: "inspecting" });
    try {
      const result = await this.#ports.engine().inspectFolder(
        { folder },
        {
          signal,
          onProgress: (progress) =>
            tell({ folder, state: "inspecting", progress }),
        },
      );
      tell({ folder, state: "done", result });
    } catch (thrown) {
      const { code, message, details } = toErrorData(thrown);
      tell({ folder, state: "failed", error: { code, message, details } });
    }
  }

  #tell(inspection: Inspection | null): void {
    this.#current = inspection;
    this.#ports.emit(inspection);
  }
}
