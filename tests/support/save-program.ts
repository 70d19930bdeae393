/**
 * The service that saves, with the real engine and nothing around it, as a process that can be
 * killed. It takes up what an earlier one left, or else begins to save all of `<folder>/in` into
 * `<folder>/out`; when that is through, it prints the job's report.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { SaveRules } from "../../electron/contract/values.ts";
import { startEngine } from "../../electron/engine/client.ts";
import { createSaving } from "../../electron/services/save/saving.ts";

const [folder = "", model = ""] = process.argv.slice(2);
const home = join(folder, "in");
const names = readdirSync(home);
const settings = {
  ...{ model, noise: 10, strength: 100, luma: 100, chroma: 100, detail: 0 },
};
const rules: SaveRules = {
  folder: join(folder, "out"),
  name: "{name}-denoised",
  format: "keep",
  bitDepth: "keep",
  quality: 90,
  metadata: "keep",
  existing: "number",
};

const engine = startEngine();
const saving = createSaving({
  engine,
  ledgers: join(folder, "ledgers"),
  images: {
    find: (id) => {
      const name = names[Number(id)]!;
      return { path: join(home, name), name, folder: "", home, settings };
    },
    originals: () => names.map((name) => join(home, name)),
  },
  device: () => "cpu",
  modelFor: () => model,
  papers: () => undefined,
  proofs: engine,
  restarted: () => undefined,
  emit: ({ id: job, state }) => {
    if (state === "done") void end(job);
  },
});

async function end(job: string): Promise<void> {
  const files = await saving.handlers["save.report"]({ job });
  process.stdout.write(JSON.stringify(files));
  await saving.close();
  await engine.stop();
}

await saving.resumeAll();
if (saving.jobs().length === 0)
  await saving.handlers["save.start"]({ ids: Object.keys(names), rules });
