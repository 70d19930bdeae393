/** `nitido watch`: photographs that arrive in every way are denoised once, and nothing else is. */
import type { ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const model = toyNetwork("identity", at("toy.onnx"));
const photo = (seed: number, file: string) =>
  saved(pixelsOf(randomImage(24, 16, 3, 8, seed)).png(), file);

interface Counts {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Watches while `scene` plays, and ends as with Ctrl+C. */
async function watching(
  [folder, out]: readonly [string, string],
  scene: () => Promise<void>,
) {
  let played: Promise<void> | undefined;
  const outcome = await answer<Counts>(
    [
      ...["watch", folder, "--out", out, "--model", model],
      ...["--device", "cpu", "--noise", "5"],
    ],
    {
      meanwhile(child: ChildProcess) {
        played = scene().finally(() => child.kill("SIGINT"));
      },
    },
  );
  await played;
  return outcome;
}

async function until(...files: string[]): Promise<void> {
  while (!files.every((file) => existsSync(file))) await wait(50);
}

test("what is copied, moved and put into folders is denoised once it is complete", async () => {
  const [folder, out] = [at("in"), at("in", "clean")];
  mkdirSync(folder);
  await photo(1, join(folder, "there.png"));
  const { code, result } = await watching([folder, out], async () => {
    await until(join(out, "there-denoised.png"));
    const whole = readFileSync(await photo(2, at("slow.png")));
    writeFileSync(join(folder, "slow.png"), whole.subarray(0, 300));
    mkdirSync(join(folder, "deep"));
    renameSync(
      await photo(3, at("moved.png")),
      join(folder, "deep", "moved.png"),
    );
    await wait(600);
    writeFileSync(join(folder, "slow.png"), whole);
    await until(
      join(out, "slow-denoised.png"),
      join(out, "deep", "moved-denoised.png"),
    );
  });
  expect({ code, result }).toEqual({
    code: 0,
    result: { done: 3, failed: 0, skipped: 0 },
  });
  expect(readdirSync(out).sort()).toEqual([
    ...["deep", "nitido-ledger.jsonl"],
    ...["slow-denoised.png", "there-denoised.png"],
  ]);
});

test("results among the originals, bad files and a folder that goes and comes back", async () => {
  const folder = at("same");
  mkdirSync(join(folder, "sub"), { recursive: true });
  await photo(4, join(folder, "a.png"));
  writeFileSync(join(folder, "bad.png"), "no image");
  const scene = async () => {
    await until(join(folder, "a-denoised.png"));
    rmSync(join(folder, "sub"), { recursive: true });
    await wait(300);
    mkdirSync(join(folder, "sub"));
    await photo(5, join(folder, "sub", "b.png"));
    await until(join(folder, "sub", "b-denoised.png"));
    // Time to take results for originals.
    await wait(2500);
  };
  const first = await watching([folder, folder], scene);
  expect(first).toMatchObject({ code: 0, result: { done: 2, failed: 1 } });
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  expect(names.filter((name) => name.includes("denoised")).sort()).toEqual([
    ...["a-denoised.png", "sub/b-denoised.png"],
  ]);
  // Started again, it knows what is done.
  const again = await watching([folder, folder], () => wait(4000));
  expect(again.result).toMatchObject({ done: 0 });
});

test("a folder that is not there is refused", async () => {
  const { code, result } = await answer<Counts>([
    ...["watch", at("none"), "--out", at("x"), "--model", model],
  ]);
  expect(code).toBe(1);
  expect(result.error?.code).toBe("FILE_NOT_FOUND");
});
