/** Saving as interfaces call it: jobs that write images, and outlive the window, a crash and a restart. */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import type { Handlers } from "../../contract/router.ts";
import type {
  ImageId,
  JobId,
  SaveJob,
  SaveName,
  SavePapers,
  SaveRules,
} from "../../contract/values.ts";
import { fileIdentities } from "../../files/identity.ts";
import { TEMPORARY_PREFIX } from "../../files/temporary.ts";
import { createMessages } from "../../messages/messages.ts";
import type { Engine } from "../api.ts";
import type { Workshop } from "./engine-work.ts";
import type { LedgerItem } from "./entries.ts";
import { estimateSave } from "./estimate.ts";
import { Job } from "./job.ts";
import type { JobContext } from "./job-work.ts";
import { Ledger, type LedgerContent } from "./ledger.ts";
import { type PlannedOutput, planOutputs, type SaveSource } from "./names.ts";
import { writePapers } from "./papers.ts";
import { Room } from "./room.ts";
import { errorOf } from "./save-file.ts";

/** So many images in work at a time, over all jobs. */
const TOGETHER = 3;
/** So many jobs that are over stay in the list over a restart. */
const REMEMBERED = 20;

export interface SavingOptions extends Workshop {
  /** The folder of the ledgers; nothing else lies in it, and one process at a time uses it. */
  readonly ledgers: string;
  readonly emit: (job: SaveJob) => void;
  /** Report and proof sheet of a job are written, or could not be. */
  readonly papers: (papers: SavePapers) => void;
  /** Makes the crops of proof sheets. */
  readonly proofs: Pick<Engine, "proofCrop">;
  /** Megapixels a second of models as they were measured here; of `auto`, those of what it usually takes. */
  readonly speeds?: () => Promise<ReadonlyMap<string, number>>;
  /** Megapixels a second of other work here, where no model was measured. */
  readonly rate?: () => number | undefined;
  /** An image has got an output. */
  readonly saved?: (image: ImageId, output: string) => void;
  /** How many images are in work at a time. */
  readonly together?: number;
  /** Milliseconds that never run back. */
  readonly now?: () => number;
}

type SaveCall = Extract<keyof Handlers, `save.${string}`>;

export interface Saving {
  readonly handlers: Pick<Handlers, SaveCall>;
  /** The oldest first. */
  readonly jobs: () => SaveJob[];
  /** Takes up what an earlier process left: once, before any call. */
  readonly resumeAll: () => Promise<void>;
  /** Stops all work in the middle; `resumeAll` of the next process goes on. */
  readonly close: () => Promise<void>;
}

export function createSaving(options: SavingOptions): Saving {
  const { ledgers, images } = options;
  const jobs = new Map<JobId, Job>();
  /** Jobs whose report and proof sheet are being written. */
  const writing = new Map<JobId, AbortController>();
  const together = options.together ?? TOGETHER;
  const context: JobContext = {
    ...options,
    together,
    room: new Room(together),
    ended({ image }, { status, output }) {
      if (status === "done" && output !== null) options.saved?.(image, output);
    },
    now: options.now ?? (() => performance.now()),
  };

  const jobOf = (id: JobId): Job => {
    const job = jobs.get(id);
    if (!job) throw new NitidoError("USAGE", { kind: "job", job: id });
    return job;
  };

  const sourcesOf = (ids: readonly ImageId[]): [ImageId, SaveSource][] =>
    [...new Set(ids)].flatMap((id): [ImageId, SaveSource][] => {
      const source = images.find(id);
      return source ? [[id, source]] : [];
    });

  const plan = async (
    sources: readonly [ImageId, SaveSource][],
    rules: SaveRules,
  ): Promise<PlannedOutput[]> =>
    planOutputs(
      sources.map(([, source]) => source),
      rules,
      {
        originals: await fileIdentities([
          ...sources.map(([, { path }]) => path),
          ...images.originals(),
        ]),
        outputs: [...jobs.values()].flatMap((job) => job.openOutputs()),
      },
    );

  const names = async (
    ids: readonly ImageId[],
    rules: SaveRules,
  ): Promise<SaveName[]> => {
    const sources = sourcesOf(ids);
    const plans = await plan(sources, rules);
    return sources.map(([id], index) => {
      const { output, error } = plans[index]!;
      const why = error === undefined ? {} : { error: errorOf(error) };
      return { id, output, ...why };
    });
  };

  const start = async (
    ids: readonly ImageId[],
    rules: SaveRules,
  ): Promise<JobId> => {
    const sources = sourcesOf(ids);
    if (sources.length === 0)
      throw new NitidoError("USAGE", { kind: "nothingToSave" });
    const plans = await plan(sources, rules);
    const items: LedgerItem[] = [];
    for (const [index, [id, source]] of sources.entries())
      items.push(await itemOf(id, source, plans[index]!));
    const job = randomUUID();
    const content: LedgerContent = {
      header: {
        format: "nitido-save",
        version: 1,
        id: job,
        created: Date.now(),
        rules,
        items: items.length,
      },
      items,
      entries: [],
    };
    await mkdir(ledgers, { recursive: true });
    const ledger = await Ledger.create(join(ledgers, `${job}.jsonl`), content);
    await add(new Job(ledger, content, context), job);
    return job;
  };

  const add = async (job: Job, id: JobId): Promise<void> => {
    jobs.set(id, job);
    options.emit(job.snapshot());
    await job.start();
  };

  return {
    handlers: {
      "save.estimate": async ({ ids, rules }) => {
        const speeds = await (options.speeds?.() ?? new Map<string, number>());
        const sources = sourcesOf(ids).map(([, source]) => source);
        // What jobs have really reached, unless the model was measured.
        const reached =
          [...jobs.values()]
            .map((job) => job.snapshot().mpxPerSecond)
            .findLast((rate) => rate > 0) ?? options.rate?.();
        return estimateSave(
          sources,
          rules,
          (model) => speeds.get(model) ?? reached,
        );
      },
      "save.write": ({ job: id, folder, language }) => {
        const { papers, proofs } = options;
        const job = jobOf(id);
        const stop = new AbortController();
        writing.get(id)?.abort();
        writing.set(id, stop);
        const { signal } = stop;
        const written = writePapers(job, folder, {
          engine: proofs,
          messages: createMessages(language),
          signal,
          progress: (fraction) => papers({ job: id, fraction }),
        });
        void written
          .then(
            (files) => papers({ job: id, ...files }),
            (error: unknown) =>
              papers({
                job: id,
                ...(!signal.aborted && { error: errorOf(error) }),
              }),
          )
          .finally(() => {
            if (writing.get(id) === stop) writing.delete(id);
          });
        return null;
      },
      "save.stopWriting": ({ job }) => {
        writing.get(job)?.abort();
        return null;
      },
      "save.names": ({ ids, rules }) => names(ids, rules),
      "save.start": ({ ids, rules }) => start(ids, rules),
      "save.pause": ({ job }) => jobOf(job).pause().then(nothing),
      "save.resume": ({ job }) => jobOf(job).resume().then(nothing),
      "save.cancel": ({ job }) => jobOf(job).cancel().then(nothing),
      "save.forget": async ({ job: id }) => {
        const job = jobOf(id);
        writing.get(id)?.abort();
        if (!job.isOver) await job.cancel();
        jobs.delete(id);
        await job.forget();
        return null;
      },
      "save.report": ({ job }) => jobOf(job).files(),
    },

    jobs: () => [...jobs.values()].map((job) => job.snapshot()),

    async resumeAll() {
      const found = await readLedgers(ledgers, context);
      const over = found.filter(([, job]) => job.isOver);
      const old = new Set(over.slice(0, -REMEMBERED));
      for (const entry of found) {
        const [id, job] = entry;
        if (old.has(entry)) await job.forget();
        else await add(job, id);
      }
    },

    async close() {
      for (const stop of writing.values()) stop.abort();
      await Promise.all([...jobs.values()].map((job) => job.close()));
      jobs.clear();
    },
  };
}

const nothing = (): null => null;

async function itemOf(
  image: ImageId,
  { path, settings, megapixels }: SaveSource,
  { output, base, error }: PlannedOutput,
): Promise<LedgerItem> {
  // What is wrong with the template is wrong for every image.
  if (error instanceof NitidoError && error.code === "USAGE") throw error;
  const status = await stat(path).catch(() => undefined);
  return {
    image,
    path,
    ...(status && { bytes: status.size, modified: status.mtimeMs }),
    settings,
    ...(megapixels !== undefined && { megapixels }),
    output,
    base,
    ...(error !== undefined && { error: errorOf(error) }),
  };
}

/** The oldest first. What is no ledger, or one of another version, stays where it is. */
async function readLedgers(
  folder: string,
  context: JobContext,
): Promise<[JobId, Job][]> {
  const names = await readdir(folder).catch(() => []);
  const found: [JobId, Job][] = [];
  for (const name of names) {
    const file = join(folder, name);
    if (name.startsWith(TEMPORARY_PREFIX))
      await rm(file, { recursive: true, force: true });
    if (!name.endsWith(".jsonl")) continue;
    const opened = await Ledger.open(file).catch(() => null);
    if (!opened) continue;
    const { ledger, content } = opened;
    found.push([content.header.id, new Job(ledger, content, context)]);
  }
  return found.sort(([, a], [, b]) => a.created - b.created);
}
