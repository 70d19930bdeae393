/** Saving with the real engine, killed again and again: in the end every output is there, once and whole. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { build } from "vite";
import type { SavedFile } from "../../../electron/contract/values.ts";
import { Random } from "../../../models/random.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const FILES = 8;
const KILLS = 6;
const root = resolve(import.meta.dirname, "../../..");
const folder = temporaryFolder();
const model = toyNetwork("brightener", join(folder, "brightener.onnx"));
const out = join(folder, "out");

/** Node runs no TypeScript. */
async function buildProgram(): Promise<string> {
  const outDir = join(root, ".cache/tests/save-program/dist");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    ssr: { noExternal: true, external: ["sharp", "onnxruntime-node"] },
    build: {
      ssr: join(root, "tests/support/save-program.ts"),
      target: "node20",
      outDir,
      emptyOutDir: true,
    },
  });
  return join(outDir, "save-program.js");
}

const ledger = (): string => {
  const ledgers = join(folder, "ledgers");
  const [name] = readdirSync(ledgers).filter((file) => file.endsWith(".jsonl"));
  return name === undefined ? "" : readFileSync(join(ledgers, name), "utf8");
};
const lines = (): number => ledger().split("\n").length;

/** Runs the program; kills it once `due` says so. Resolves with what it printed, null if it was killed. */
function run(program: string, due: () => boolean): Promise<string | null> {
  const child = spawn(process.execPath, [program, folder, model], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const timer = setInterval(() => {
    if (due()) child.kill("SIGKILL");
  }, 1);
  return new Promise((done) => {
    child.on("close", (_, signal) => {
      clearInterval(timer);
      done(signal === null ? printed : null);
    });
  });
}

test("kill -9 at random moments", { timeout: 120_000 }, async () => {
  for (const name of ["in", "out", "ledgers"]) mkdirSync(join(folder, name));
  for (let i = 0; i < FILES; i++)
    await sharp({
      create: {
        ...{ width: 40 + i, height: 30, channels: 3 },
        background: { r: 20 * i, g: 100, b: 50 },
      },
    })
      .png()
      .toFile(join(folder, "in", `${i.toString()}.png`));
  const program = await buildProgram();
  const random = new Random(5);
  for (let kill = 0; kill < KILLS; kill++) {
    // So many lines after the start, and then a little later.
    const line = lines() + random.integer(1, 4);
    let moments = random.integer(0, 12);
    const due = (): boolean => lines() >= line && moments-- <= 0;
    expect(await run(program, due)).toBeNull();
  }
  const files = JSON.parse((await run(program, () => false))!) as SavedFile[];
  expect(files.map(({ status }) => status)).toEqual(Array(FILES).fill("done"));
  expect(files.map(({ output }) => output).sort()).toEqual(
    readdirSync(out).map((name) => join(out, name)),
  );
  for (let i = 0; i < FILES; i++) {
    const file = join(out, `${i.toString()}-denoised.png`);
    const { data, info } = await sharp(file).raw().toBuffer({
      resolveWithObject: true,
    });
    expect([info.width, info.height]).toEqual([40 + i, 30]);
    expect([...data.subarray(0, 3)]).toEqual([20 * i + 10, 110, 60]);
  }
});
