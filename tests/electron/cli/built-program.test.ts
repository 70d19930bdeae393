/** The built command line as a process of its own: it starts as a command does, and ends with the right code. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };

const root = join(import.meta.dirname, "../../..");

/** Runs what `npm run build` has made. */
function nitido(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, manifest.bin.nitido), ...parameters],
    { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } },
  );
  return { status, stdout, stderr };
}

test("it knows its version", () => {
  expect(nitido("--version")).toEqual({
    status: 0,
    stdout: `${manifest.version}\n`,
    stderr: "",
  });
});

test("a wrong usage ends with 2", () => {
  const { status, stdout, stderr } = nitido("denoise");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("The option --out <dir|file> is missing.");
});

test("the engine answers through the command line", () => {
  const { status, stdout } = nitido("models", "nothing-of-the-kind", "--json");
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    error: {
      code: "MODEL_UNKNOWN",
      details: { model: "nothing-of-the-kind" },
    },
  });
});
