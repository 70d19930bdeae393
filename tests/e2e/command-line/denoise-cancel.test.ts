/** Ctrl+C while `nitido denoise` writes its result: nothing partial stays. Batches are interrupted in batch.test.ts. */
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const folder = temporaryFolder();
const model = toyNetwork("identity", join(folder, "identity.onnx"));
// Random pixels take a PNG writer long enough to be disturbed.
const large = await saved(
  pixelsOf(randomImage(2000, 1500, 3)).png({ compressionLevel: 0 }),
  join(folder, "large.png"),
);

/** Interrupts the process as soon as `due` says so. */
const interruptWhen =
  (due: () => boolean) =>
  (child: ChildProcess): void => {
    const timer = setInterval(() => {
      if (due()) child.kill("SIGINT");
    }, 1);
    child.on("exit", () => clearInterval(timer));
  };

/** Whether the result is being written: its temporary folder is there. */
const writing = (out: string): boolean =>
  existsSync(out) && readdirSync(out).some((name) => name.startsWith("."));

// Windows has no such signal for one process.
test.skipIf(process.platform === "win32")(
  "in the middle of writing a file",
  async () => {
    const out = join(folder, "out");
    let interrupted = 0;
    const due = (): boolean => interrupted === 0 && writing(out);
    const { code, result } = await answer(
      [
        ...["denoise", large, "--out", out, "--model", model],
        ...["--device", "cpu", "--noise", "5"],
      ],
      {
        meanwhile: interruptWhen(() => {
          if (!due()) return false;
          interrupted++;
          return true;
        }),
      },
    );
    expect(interrupted).toBe(1);
    expect(code).toBe(130);
    expect(result.error?.code).toBe("CANCELLED");
    expect(readdirSync(out)).toEqual([]);
  },
);
