/** Denoises one file in an engine as the app starts it. */
import { afterAll } from "vitest";
import { startEngine } from "../../../electron/engine/client.ts";
import type {
  DenoiseRequest,
  FileReport,
} from "../../../electron/services/api-files.ts";

const engine = startEngine();
afterAll(() => engine.stop());

const DEFAULTS: Omit<DenoiseRequest, "inputs" | "out"> = {
  ...{ recursive: false, noise: "auto", device: "cpu", model: "fast-photo" },
  ...{ strength: 100, luma: 100, chroma: 100, detail: 0 },
  ...{ format: "keep", bitDepth: "keep", quality: 90, compression: "none" },
  ...{ name: "{name}", existing: "overwrite" },
};

export async function denoiseOne(
  input: string,
  out: string,
  request: Partial<DenoiseRequest> = {},
): Promise<FileReport> {
  const { files } = await engine.denoise({
    ...DEFAULTS,
    inputs: [input],
    out,
    ...request,
  });
  return files[0]!;
}
