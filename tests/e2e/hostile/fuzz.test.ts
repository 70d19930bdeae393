/** Damaged files of every format, the whole way through the real engine: each is refused with a typed error or written, and nothing crashes, hangs or takes much memory. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../../../electron/engine/client.ts";
import type { FileReport } from "../../../electron/services/api-files.ts";
import { type ErrorCode, NitidoError } from "../../../models/errors.ts";
import { Random } from "../../../models/random.ts";
import { enginePeak } from "../../support/engine-memory.ts";
import { type FuzzSample, fuzzSamples } from "../../support/fuzz-samples.ts";
import { mutated } from "../../support/mutate.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

/** More of them, and others: NITIDO_FUZZ_FILES=20000 NITIDO_FUZZ_SEED=2; what fails stays in NITIDO_FUZZ_KEEP. */
const FILES = Number(process.env["NITIDO_FUZZ_FILES"] ?? 2000);
const SEED = Number(process.env["NITIDO_FUZZ_SEED"] ?? 1);
const KEEP = process.env["NITIDO_FUZZ_KEEP"];

/** Of one request. */
const BATCH = 100;
/** A hundred tiny files take a second or ten, on a busy machine a minute. */
const BATCH_MS = 180_000;
/** One in so many of the formats whose decoder is loaded for each file. */
const SLOW_SHARE = 0.1;
const THUMBNAIL_EVERY = 5;
/** What the work may take, in megabytes: less than the largest image that a tiny file may promise. */
const MEMORY_LIMIT = 1500;
/** Thumbnails come beside it. */
const MEMORY_PEAK = 2000;

/** What may be said of a damaged file; INTERNAL is a bug. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  "FILE_DAMAGED",
  "FILE_EMPTY",
  "FORMAT_UNSUPPORTED",
  "COLOUR_UNSUPPORTED",
  "IMAGE_TOO_LARGE",
  "FORMAT_LIMIT",
]);

const root = temporaryFolder();
const model = toyNetwork("identity", join(root, "identity.onnx"));
const [inputs, out] = [join(root, "in"), join(root, "out")];
const engine = startEngine();
afterAll(() => engine.stop());

let samples: FuzzSample[];
beforeAll(async () => {
  samples = await fuzzSamples();
});

/** What was done to each file, by its path. */
const made = new Map<string, string>();

function writeDamaged(index: number): string {
  const random = new Random(Random.seed(SEED, index));
  const slow = random.chance(SLOW_SHARE);
  const sample = random.pick(samples.filter((each) => each.slow === slow));
  const others = samples.map(({ bytes }) => bytes);
  const { bytes, done } = mutated(sample.bytes, random, others);
  const path = join(inputs, `${index.toString()}${extname(sample.name)}`);
  writeFileSync(path, bytes);
  made.set(path, `${sample.name} ${done}`);
  return path;
}

async function denoise(
  paths: readonly string[],
): Promise<readonly FileReport[]> {
  const { files } = await engine.denoise(
    {
      ...{ inputs: paths, out, recursive: false, model, noise: "auto" },
      ...{ strength: 100, luma: 100, chroma: 100, detail: 0, device: "cpu" },
      ...{ format: "keep", bitDepth: "keep", quality: 90 },
      ...{ name: "{name}", existing: "overwrite", memoryLimit: MEMORY_LIMIT },
    },
    { signal: AbortSignal.timeout(BATCH_MS) },
  );
  return files;
}

/** The reports of a batch; where the engine ended, each file's on its own. */
async function outcomes(paths: readonly string[]): Promise<string[]> {
  try {
    return (await denoise(paths)).flatMap(troubleOf);
  } catch (error) {
    const code = error instanceof NitidoError ? error.code : String(error);
    if (paths.length === 1) return [`${code}: ${nameOf(paths[0]!)}`];
    const each: string[] = [];
    for (const path of paths) each.push(...(await outcomes([path])));
    return each.length > 0 ? each : [`${code}: ${paths[0]!} and others`];
  }
}

/** The small picture of a list: some formats are decoded in another way for it. */
async function thumbnailTrouble(path: string): Promise<string[]> {
  try {
    const signal = AbortSignal.timeout(BATCH_MS);
    await engine.thumbnail({ path, edge: 64 }, { signal });
  } catch (error) {
    const known = error instanceof NitidoError && REFUSALS.has(error.code);
    if (!known) return [`thumbnail: ${nameOf(path)} ${String(error)}`];
  }
  return [];
}

function nameOf(path: string): string {
  if (KEEP !== undefined) {
    mkdirSync(KEEP, { recursive: true });
    writeFileSync(
      join(KEEP, `${SEED.toString()}-${path.slice(inputs.length + 1)}`),
      readFileSync(path),
    );
  }
  return `${path.slice(inputs.length + 1)} (${made.get(path) ?? ""})`;
}

function troubleOf({ input, status, error }: FileReport): string[] {
  if (status === "done" || (error && REFUSALS.has(error.code))) return [];
  return [`${error?.code ?? status}: ${nameOf(input)} ${error?.message ?? ""}`];
}

test(
  `${FILES.toString()} damaged files`,
  { timeout: FILES * 600 },
  async () => {
    const trouble: string[] = [];
    for (let first = 0; first < FILES; first += BATCH) {
      mkdirSync(inputs, { recursive: true });
      const count = Math.min(BATCH, FILES - first);
      const paths = Array.from({ length: count }, (_, i) =>
        writeDamaged(first + i),
      );
      trouble.push(...(await outcomes(paths)));
      for (const path of paths.filter((_, i) => i % THUMBNAIL_EVERY === 0))
        trouble.push(...(await thumbnailTrouble(path)));
      for (const folder of [inputs, out])
        rmSync(folder, { recursive: true, force: true });
    }
    expect(trouble).toEqual([]);
    expect(enginePeak() ?? 0).toBeLessThan(MEMORY_PEAK);
  },
);
