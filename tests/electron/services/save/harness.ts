/** Saving with an engine made of files: what it writes tells which original it came from, and nothing else. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type {
  DenoiseSettings,
  SaveJob,
  SaveRules,
} from "../../../../electron/contract/values.ts";
import { toErrorData } from "../../../../electron/contract/error-data.ts";
import { type ErrorCode, NitidoError } from "../../../../models/errors.ts";
import { inputError } from "../../../../electron/files/file-errors.ts";
import type {
  DenoiseRequest,
  FileReport,
} from "../../../../electron/services/api-files.ts";
import type { AnalyzeResult, Call } from "../../../../electron/services/api.ts";
import type { SaveSource } from "../../../../electron/services/save/names.ts";
import {
  createSaving,
  type Saving,
  type SavingOptions,
} from "../../../../electron/services/save/saving.ts";

export const SETTINGS: DenoiseSettings = {
  model: "fast-photo",
  noise: "auto",
  strength: 100,
  luma: 100,
  chroma: 100,
  detail: 0,
};

export const RULES: SaveRules = {
  folder: null,
  name: "{name}-denoised",
  format: "keep",
  bitDepth: "keep",
  quality: 90,
  metadata: "keep",
  existing: "number",
};

/** What a PNG begins with, and then some. */
const HEAD = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const TAIL = "denoised";

/** A world of one folder: originals, outputs beside them, ledgers. */
export class World {
  readonly folder: string;
  readonly originals: string;
  readonly outputs: string;
  readonly ledgers: string;
  readonly sources = new Map<string, SaveSource>();

  constructor(folder: string) {
    this.folder = folder;
    this.originals = join(folder, "in");
    this.outputs = join(folder, "out");
    this.ledgers = join(folder, "ledgers");
    mkdirSync(this.originals, { recursive: true });
    mkdirSync(this.outputs, { recursive: true });
  }

  /** An original with its own content; the id is the name without extension. */
  add(name: string, part: Partial<SaveSource> = {}): string {
    const path = join(this.originals, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.concat([HEAD, Buffer.from(name)]));
    const id = name.replace(/\W/g, "-");
    this.sources.set(id, {
      path,
      name: basename(name),
      folder: "",
      home: dirname(path),
      settings: SETTINGS,
      ...part,
    });
    return id;
  }

  get ids(): string[] {
    return [...this.sources.keys()];
  }

  /** Every file below the outputs, hidden ones too, by the name of the original that it was made from. */
  results(folder = this.outputs): Record<string, string> {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    const found = files
      .filter((file) => file.isFile() || file.name.startsWith("."))
      .map((file) => {
        const path = join(file.parentPath, file.name);
        return [path.slice(folder.length + 1), madeFrom(path)] as const;
      });
    return Object.fromEntries(found.sort());
  }

  ledgerFiles(): string[] {
    try {
      return readdirSync(this.ledgers).map((name) => join(this.ledgers, name));
    } catch {
      return [];
    }
  }
}

function madeFrom(path: string): string {
  try {
    const text = readFileSync(path).subarray(HEAD.length).toString();
    return text.includes(TAIL) ? text.split(TAIL)[0]! : "not ours";
  } catch {
    return "a folder";
  }
}

export type Denoise = Call<"denoise">;

/** Writes as the real one does: into a folder of its own, and then at once. Another salt is another content. */
export const denoising =
  (salt: string): Denoise =>
  async (request, { signal } = {}) => {
    const [input = ""] = request.inputs;
    signal?.throwIfAborted();
    const file = await one(request, input, salt);
    return { files: [file], device: "cpu", model: request.model };
  };

export const denoise = denoising("");

async function one(
  request: DenoiseRequest,
  input: string,
  salt: string,
): Promise<FileReport> {
  const base = { input, output: request.out, megapixels: 12, seconds: 0.5 };
  try {
    const pixels = await readFile(input).catch((error: unknown) => {
      throw inputError(error, input);
    });
    const temporary = join(dirname(request.out), ".nitido-inner");
    await mkdir(temporary);
    const file = join(temporary, "x");
    await writeFile(file, Buffer.concat([pixels, Buffer.from(TAIL + salt)]));
    await rename(file, request.out);
    await rm(temporary, { recursive: true });
    return { ...base, status: "done", notices: [] };
  } catch (error) {
    return { ...base, status: "failed", error: toErrorData(error) };
  }
}

export const ANALYSIS: AnalyzeResult = {
  image: "",
  width: 4000,
  height: 3000,
  channels: 3,
  bitDepth: 8,
  format: "png",
  noise: {
    sigma: [5, 5, 5],
    a: 0,
    b: 0,
    correlation: 1,
    correlated: false,
    curve: [],
  },
  recommendedModel: "fast-awgn",
  why: "white",
  notices: [],
};

export interface Running {
  readonly saving: Saving;
  /** Every state that was reported, the newest last. */
  readonly events: SaveJob[];
  /** Resolves with the job when it looks like this. */
  readonly until: (look: (job: SaveJob) => boolean) => Promise<SaveJob>;
}

export function open(
  world: World,
  options: Partial<SavingOptions> = {},
): Running {
  const events: SaveJob[] = [];
  const waiting: {
    look: (job: SaveJob) => boolean;
    resolve: (job: SaveJob) => void;
  }[] = [];
  const saving = createSaving({
    engine: { denoise, analyze: () => Promise.resolve(ANALYSIS) },
    ledgers: world.ledgers,
    images: {
      find: (id) => world.sources.get(id),
      originals: () => [...world.sources.values()].map(({ path }) => path),
    },
    device: () => "auto",
    modelFor: ({ recommendedModel }) => recommendedModel,
    restarted: () => undefined,
    together: 1,
    papers: () => undefined,
    proofs: { proofCrop: () => Promise.resolve(null) },
    emit: (job) => {
      events.push(job);
      for (const { look, resolve } of waiting) if (look(job)) resolve(job);
    },
    ...options,
  });
  const until: Running["until"] = (look) => {
    const now = saving.jobs().find(look);
    if (now) return Promise.resolve(now);
    return new Promise((resolve) => waiting.push({ look, resolve }));
  };
  return { saving, events, until };
}

/** The same with this engine. */
export const openWith = (
  world: World,
  call: Denoise,
  options: Partial<SavingOptions> = {},
): Running =>
  open(world, {
    engine: { denoise: call, analyze: () => Promise.resolve(ANALYSIS) },
    ...options,
  });

export const isOver = ({ state }: SaveJob): boolean =>
  state === "done" || state === "cancelled";

/** An engine that does this for originals whose path ends so, as often as told. */
export function troubled(
  end: string,
  trouble: () => Promise<never>,
  times = Infinity,
): Denoise {
  let left = times;
  return (request, watch) =>
    request.inputs[0]?.endsWith(end) && left-- > 0
      ? trouble()
      : denoise(request, watch);
}

export const refuses = (code: ErrorCode) => () =>
  Promise.reject(new NitidoError(code));
