/** `nitido denoise <folder>`: killed and gone on with, run again after changes, full disks, files that are still being written. */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import type { FileResult } from "../../../electron/services/save/results.ts";
import { Random } from "../../../models/random.ts";
import { testWith } from "../../support/available.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { answer, program } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { tinyDisk } from "../../support/tiny-disk.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const model = toyNetwork("identity", at("toy.onnx"));

/** A folder with so many tiny images, of which each has its own content. */
async function album(name: string, count: number): Promise<string> {
  mkdirSync(at(name, "more"), { recursive: true });
  for (let i = 0; i < count; i++) {
    const file = at(name, i % 3 === 0 ? "more" : "", `${String(i)}.png`);
    await saved(pixelsOf(randomImage(24, 16, 3, 8, i + 1)).png(), file);
  }
  return at(name);
}

const words = (folder: string, out: string, ...more: string[]) => [
  ...["denoise", folder, "--out", out, "--recursive", "--model", model],
  ...["--device", "cpu", "--noise", "5", ...more],
];

interface Batch extends DenoiseResult {
  readonly files: readonly FileResult[];
}

const denoise = (folder: string, out: string, ...more: string[]) =>
  answer<Batch>(words(folder, out, ...more));

const LEDGER = "nitido-ledger.jsonl";

const digest = (bytes: Buffer): string =>
  createHash("sha256").update(bytes).digest("hex");

/** Every file and folder below, hidden ones too, but for the ledger, with what it holds. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names
    .filter((name) => !name.startsWith(LEDGER))
    .map((name) => {
      const path = join(folder, name);
      const isFolder = statSync(path).isDirectory();
      return [name, isFolder ? "" : digest(readFileSync(path))] as const;
    });
  return Object.fromEntries(files.sort());
}

const statuses = ({ files }: Batch) =>
  files.map(({ status, earlier }) => (earlier ? "earlier" : status));

test(
  "killed at any moment, it goes on, and the results are those of an undisturbed run",
  { timeout: 120_000 },
  async () => {
    const folder = await album("killed", 18);
    const began = performance.now();
    expect((await denoise(folder, at("calm"))).code).toBe(0);
    const whole = performance.now() - began;
    const random = new Random(7);
    for (let kills = 0; ; kills++) {
      const due = (0.15 + 0.6 * random.uniform()) * whole;
      const { code } = await program(words(folder, at("torn")), {
        meanwhile(child) {
          if (kills < 8) setTimeout(() => child.kill("SIGKILL"), due);
        },
      });
      // The one after the last kill goes through; another may have been quicker than its end.
      if (code === 0 && kills >= 8) break;
    }
    expect(contents(at("torn"))).toEqual(contents(at("calm")));
    expect(readdirSync(at("torn"))).toContain(LEDGER);
  },
);

describe("run again", () => {
  test("only what has changed is done", async () => {
    const folder = await album("again", 4);
    const out = at("again-out");
    expect(statuses((await denoise(folder, out)).result)).toEqual(
      Array(4).fill("done"),
    );
    // Touched; with another content; under another name; and one is gone from the results.
    utimesSync(join(folder, "1.png"), 1, 1);
    appendFileSync(join(folder, "2.png"), "more");
    renameSync(join(folder, "more/3.png"), join(folder, "more/4.png"));
    const { code, result } = await denoise(folder, out);
    expect(code).toBe(0);
    expect(statuses(result)).toEqual(["earlier", "done", "earlier", "done"]);
    // What was made of the same photograph before is copied.
    expect(result.files[3]).toMatchObject({ seconds: 0 });
    const [three, four] = ["3", "4"].map((name) =>
      readFileSync(join(out, "more", `${name}-denoised.png`)),
    );
    expect(three!.equals(four!)).toBe(true);
  });

  test("files that are given by their names are a batch, too", async () => {
    const folder = await album("named", 3);
    const out = at("named-out");
    const list = (...names: string[]) =>
      answer<Batch>([
        ...["denoise", ...names.map((name) => join(folder, `${name}.png`))],
        ...["--out", out, "--model", model, "--device", "cpu", "--noise", "5"],
      ]);
    expect(statuses((await list("1", "2")).result)).toEqual(["done", "done"]);
    const more = (await list("1", "more/0", "2")).result;
    expect(statuses(more)).toEqual(["earlier", "done", "earlier"]);
    expect(readdirSync(out).sort()).toEqual(
      [LEDGER, ...["0", "1", "2"].map((name) => `${name}-denoised.png`)].sort(),
    );
  });

  test("with other settings or another model, all is done again; but what people have changed is kept", async () => {
    const folder = await album("settings", 3);
    const out = at("settings-out");
    await denoise(folder, out);
    writeFileSync(join(out, "1-denoised.png"), "edited");
    const { code, result } = await denoise(folder, out, "--strength", "50");
    expect(code).toBe(1);
    expect(
      result.files.map(({ error, status }) => error?.code ?? status),
    ).toEqual(["OUTPUT_EXISTS", "done", "done"]);
    expect(readFileSync(join(out, "1-denoised.png"), "utf8")).toBe("edited");
    const other = toyNetwork("brightener", at("other.onnx"));
    const again = await answer<Batch>([
      ...words(folder, out, "--overwrite"),
      ...["--model", other],
    ]);
    expect(statuses(again.result)).toEqual(Array(3).fill("done"));
  });

  test("another amount of the measured noise does all again, and 100 per cent is what there is without one", async () => {
    const folder = await album("amounts", 2);
    const run = async (...amount: string[]) => {
      const { result } = await answer<Batch>([
        ...["denoise", folder, "--out", at("amounts-out"), "--recursive"],
        ...["--model", model, "--device", "cpu", ...amount],
      ]);
      return statuses(result);
    };
    expect(await run()).toEqual(["done", "done"]);
    expect(await run("--amount", "100")).toEqual(["earlier", "earlier"]);
    expect(await run("--amount", "80")).toEqual(["done", "done"]);
    expect(await run("--amount", "80")).toEqual(["earlier", "earlier"]);
    expect(await run("--amount", "80,120")).toEqual(["done", "done"]);
  });
});

test("a file that is still being written is waited for", async () => {
  const folder = await album("slow", 2);
  const whole = readFileSync(join(folder, "1.png"));
  const half = whole.length >> 1;
  writeFileSync(join(folder, "1.png"), whole.subarray(0, half));
  const { code, result } = await answer<Batch>(words(folder, at("slow-out")), {
    meanwhile() {
      const rest = whole.subarray(half);
      setTimeout(() => appendFileSync(join(folder, "1.png"), rest), 700);
    },
  });
  expect(code).toBe(0);
  expect(statuses(result)).toEqual(["done", "done"]);
});

test("Ctrl+C ends after the photographs in work; the report says what is left", async () => {
  const folder = await album("stopped", 60);
  const [out, report] = [at("stopped-out"), at("report.json")];
  const { code, result } = await answer<Batch>(
    words(folder, out, "--report", report),
    {
      meanwhile(child) {
        const timer = setInterval(() => {
          if (!existsSync(join(out, "1-denoised.png"))) return;
          child.kill("SIGTERM");
          clearInterval(timer);
        }, 10);
      },
    },
  );
  expect(code).toBe(130);
  expect(result.error).toMatchObject({
    code: "CANCELLED",
    details: { kind: "batch" },
  });
  const first = JSON.parse(readFileSync(report, "utf8")) as {
    ended: string;
    totals: Record<string, number>;
  };
  expect(first).toMatchObject({
    format: "nitido-report",
    ended: "stopped",
    totals: { files: 60, failed: 0 },
  });
  expect(first.totals["done"]! + first.totals["left"]!).toBe(60);
  const rest = await denoise(folder, out);
  expect(rest.code).toBe(0);
  expect(statuses(rest.result).filter((is) => is === "earlier")).toHaveLength(
    first.totals["done"]!,
  );
});

const disk = tinyDisk(at("disk"), 64);
testWith(
  disk,
  "a full disk ends it with its own code, and it goes on later",
  async (space) => {
    const folder = await album("full", 8);
    const stone = join(space, "stone");
    writeFileSync(stone, Buffer.alloc(36_000));
    const full = await denoise(folder, join(space, "out"));
    expect(full).toMatchObject({
      code: 3,
      result: { error: { code: "DISK_FULL" } },
    });
    writeFileSync(stone, "");
    const { code, result } = await denoise(folder, join(space, "out"));
    expect(code).toBe(0);
    expect(result.files).toHaveLength(8);
  },
);

test("two shards share a folder, and together make what one machine makes", async () => {
  const folder = await album("shared", 8);
  await denoise(folder, at("alone"));
  const parts = ["1/2", "2/2"].map((part) =>
    denoise(folder, at("both"), "--shard", part),
  );
  for (const { code } of await Promise.all(parts)) expect(code).toBe(0);
  const shared = Object.entries(contents(at("both"))).filter(
    ([name]) => !name.startsWith("nitido-ledger"),
  );
  expect(Object.fromEntries(shared)).toEqual(contents(at("alone")));
});

test("a file that is no ledger is left alone", async () => {
  const folder = await album("strange", 1);
  const strange = at("strange.txt");
  copyFileSync(join(folder, "more/0.png"), strange);
  const { code, result } = await denoise(
    folder,
    at("strange-out"),
    "--ledger",
    strange,
  );
  expect(code).toBe(1);
  expect(result.error?.code).toBe("LEDGER_UNUSABLE");
  expect(
    readFileSync(strange).equals(readFileSync(join(folder, "more/0.png"))),
  ).toBe(true);
});
