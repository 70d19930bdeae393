/** Has one image of a job denoised by the engine, its model chosen if need be. */
import { dirname } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { choicesOf } from "../../codecs/choices.ts";
import type { ImageId, SaveRules } from "../../contract/values.ts";
import { fromErrorData } from "../../contract/error-data.ts";
import type {
  AnalyzeResult,
  DeviceChoice,
  DeviceWish,
  Engine,
} from "../api.ts";
import type { LedgerItem } from "./entries.ts";
import type { SaveSource } from "./names.ts";
import type { Made } from "./save-file.ts";

/** The film strip as saving sees it. */
export interface SaveImages {
  /** Undefined when it is not there any more. */
  readonly find: (id: ImageId) => SaveSource | undefined;
  /** The paths of all images: none is ever written over. */
  readonly originals: () => Iterable<string>;
}

export interface Workshop {
  readonly engine: Pick<Engine, "denoise" | "analyze">;
  readonly images: SaveImages;
  readonly device: () => DeviceWish;
  /** What an image may take, in megabytes; absent: as the engine sees fit. */
  readonly memoryLimit?: () => number;
  /** What `auto` means for an image that is like this. */
  readonly modelFor: (result: AnalyzeResult) => string;
  /** The engine has ended over an image and is started again for it. */
  readonly restarted: () => void;
  /** The work goes on with another device. */
  readonly deviceChanged?: (choice: DeviceChoice) => void;
}

/** Rejects with a NitidoError. */
export async function makeInEngine(
  { engine, device, memoryLimit, modelFor, deviceChanged }: Workshop,
  rules: SaveRules,
  { image, path, settings }: LedgerItem,
  file: string,
  signal: AbortSignal,
  onProgress: (megapixels: number) => void,
): Promise<Made> {
  const limits = memoryLimit && { memoryLimit: memoryLimit() };
  const model =
    settings.model === "auto"
      ? modelFor(
          await engine.analyze(
            { image: path, ...limits, scratch: dirname(file) },
            { signal },
          ),
        )
      : settings.model;
  const { bitDepth, metadata } = rules;
  const result = await engine.denoise(
    {
      ...settings,
      model,
      inputs: [path],
      // What the preview has denoised is not denoised again.
      image,
      // Its extension says the format.
      out: file,
      format: "keep",
      recursive: false,
      device: device(),
      ...limits,
      ...choicesOf(rules),
      bitDepth,
      metadata,
      name: "{name}",
      existing: "overwrite",
    },
    {
      signal,
      onProgress: (progress) => {
        if (progress.kind === "work") onProgress(progress.megapixels);
        if (progress.kind === "device") deviceChanged?.(progress.choice);
      },
    },
  );
  const [report] = result.files;
  if (report?.status !== "done")
    throw report?.error
      ? fromErrorData(report.error)
      : new NitidoError("INTERNAL", { message: "no report of the file" });
  return { report, model: result.model, device: result.device };
}
