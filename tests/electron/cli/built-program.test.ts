/** The built command line as a process of its own: it starts as a command does, and ends with the right code. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../../..");

const program = join(root, manifest.bin.nitido);
const environment = { ...process.env, LC_ALL: "C" };

/** Runs what `npm run build` has made. */
function nitido(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...parameters],
    { encoding: "utf8", env: environment },
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

test.skipIf(!existsSync("/dev/full"))(
  "a result that cannot be printed is no success",
  () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, "--version"],
      {
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
        env: environment,
      },
    );
    closeSync(full);
    expect(status).toBe(3);
    expect(stderr).toContain("ENOSPC");
  },
);

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

const folder = temporaryFolder();

// Windows has no such signal for one process.
test.skipIf(process.platform === "win32")(
  "Ctrl+C during a training saves the run and ends with 130",
  async () => {
    const [clean, out, run] = ["clean", "net.onnx", "net.run"].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    await cp(join(root, "samples/piazza.png"), join(clean, "piazza.png"));
    const child = spawn(
      process.execPath,
      [
        ...[program, "train", clean, "--data", "clean"],
        ...["--out", out, "--steps", "1000000"],
      ],
      { stdio: ["ignore", "ignore", "pipe"], env: environment },
    );
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      // The first line comes when the training has begun.
      if (said === "") child.kill("SIGINT");
      said += text;
    });
    const [code] = (await once(child, "close")) as [number | null];
    expect(said).toContain("Cancelled.");
    expect(code).toBe(130);
    expect(existsSync(out)).toBe(false);
    expect(await readdir(join(run, "checkpoints"))).toContain(
      "step-00000000.safetensors",
    );
  },
);
