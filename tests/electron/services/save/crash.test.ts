/** However and whenever the process ends, every output is there exactly once in the end. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { SaveRules } from "../../../../electron/contract/values.ts";
import { live } from "../../../support/mortal-disk.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { denoising, isOver, openWith, RULES, World } from "./harness.ts";

vi.mock("node:fs/promises", async (original) => {
  const { mortal } = await import("../../../support/mortal-disk.ts");
  return mortal(await original());
});

const root = temporaryFolder();
const POLICIES = ["number", "overwrite", "skip", "fail"] as const;

/** Two originals of one name and one of another; in the output's folder lies a stranger. */
function world(existing: SaveRules["existing"]): {
  of: World;
  rules: SaveRules;
} {
  const of = new World(mkdtempSync(join(root, "world-")));
  of.add("a.png");
  if (existing === "number") {
    of.add("x/a.png");
    writeFileSync(join(of.outputs, "A-denoised.png"), "not ours");
  }
  if (existing === "overwrite")
    writeFileSync(join(of.outputs, "a-denoised.png"), "old");
  of.add("b.png");
  return { of, rules: { ...RULES, folder: of.outputs, existing } };
}

const EXPECTED: Record<SaveRules["existing"], Record<string, string>> = {
  number: {
    "A-denoised.png": "not ours",
    "a-denoised-2.png": "a.png",
    "a-denoised-3.png": "x/a.png",
    "b-denoised.png": "b.png",
  },
  overwrite: { "a-denoised.png": "a.png", "b-denoised.png": "b.png" },
  skip: { "a-denoised.png": "a.png", "b-denoised.png": "b.png" },
  fail: { "a-denoised.png": "a.png", "b-denoised.png": "b.png" },
};

/** Starts the job unless there is one, and sees it through. */
async function process(
  of: World,
  rules: SaveRules,
  salt = "",
): Promise<string[]> {
  const { saving, until } = openWith(of, denoising(salt), { together: 3 });
  await saving.resumeAll();
  if (saving.jobs().length === 0)
    await saving.handlers["save.start"]({ ids: of.ids, rules });
  const job = await until(isOver);
  await saving.close();
  return job.files.map(({ status }) => status);
}

describe.each(POLICIES)("with the policy “%s”", (existing) => {
  test("an end at any change of the disk", { timeout: 60_000 }, async () => {
    for (let changes = 0; ; changes++) {
      const { of, rules } = world(existing);
      // Devices need not compute the same twice: no life can rely on the results of another.
      const first = await live(changes, () => process(of, rules, "1"));
      // The next life is cut short as well, somewhere else.
      const second = (changes * 7) % 13;
      if (first === "died") await live(second, () => process(of, rules, "2"));
      const last = first === "died" ? await process(of, rules, "3") : first;
      expect({ changes, results: of.results() }).toEqual({
        changes,
        results: EXPECTED[existing],
      });
      expect(new Set(last)).toEqual(new Set(["done"]));
      expect(of.ledgerFiles()).toHaveLength(1);
      if (first !== "died") break;
      rmSync(of.folder, { recursive: true });
    }
  });

  test("a ledger cut off in and between all lines, with all outputs there", async () => {
    const { of, rules } = world(existing);
    await expectSameAfterCuts(of, rules, EXPECTED[existing], (whole) =>
      [...whole.entries()]
        .filter(([, byte]) => byte === 10)
        .flatMap(([end]) => [end - 20, end, end + 1]),
    );
  });
});

test("a ledger cut off at any byte, with the output there", async () => {
  const of = new World(mkdtempSync(join(root, "world-")));
  of.add("a.png");
  writeFileSync(join(of.outputs, "a-denoised.png"), "not ours");
  const expected = {
    "a-denoised-2.png": "a.png",
    "a-denoised.png": "not ours",
  };
  const rules = { ...RULES, folder: of.outputs };
  await expectSameAfterCuts(of, rules, expected, (whole) => whole.keys());
});

/** A ledger without its items is none: it appears at once with them. */
async function expectSameAfterCuts(
  of: World,
  rules: SaveRules,
  expected: Record<string, string>,
  cuts: (whole: Buffer) => Iterable<number>,
): Promise<void> {
  await process(of, rules);
  const [file = ""] = of.ledgerFiles();
  const whole = readFileSync(file);
  const begun = whole.indexOf('{"event"');
  for (const size of cuts(whole)) {
    if (size < begun) continue;
    writeFileSync(file, whole.subarray(0, size));
    await process(of, rules);
    const results = of.results();
    expect({ size, results }).toEqual({ size, results: expected });
  }
}
