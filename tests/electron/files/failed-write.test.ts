/** A write that fails leaves everything as it was, and says why. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import {
  ensureFolder,
  type SafeWrite,
  writeSafely,
} from "../../../electron/files/safe-write.ts";
import { NitidoError } from "../../../models/errors.ts";
import { randomImage } from "../../support/image-files.ts";
import { asOrdinaryUser } from "../../support/ordinary-user.ts";
import {
  contents,
  expectRefusal,
  folder,
  request,
  root,
  target,
} from "../../support/safe-writing.ts";

describe("failures leave nothing behind", () => {
  const failing = (error: Error): Partial<SafeWrite> => ({
    write: async (path) => {
      await writeFile(path, "half");
      throw error;
    },
  });

  test.each(["ENOSPC", "EDQUOT"])("disk full: %s", async (code) => {
    const error = Object.assign(new Error("full"), { code });
    await expectRefusal(failing(error), "DISK_FULL");
  });

  test("disk full, in the pixel library's words", async () => {
    const error = new Error(
      "x: write error\nsystem error: No space left on device",
    );
    await expectRefusal(failing(error), "DISK_FULL");
  });

  test("a typed error of the writer names the target", async () => {
    const error = new NitidoError("FORMAT_LIMIT", { file: "temporary", w: 1 });
    await expectRefusal(failing(error), "FORMAT_LIMIT");
  });

  test("a bug stays a bug", async () => {
    const error = new TypeError("x is undefined");
    await expect(writeSafely(request(failing(error)))).rejects.toBe(error);
    expect(contents()).toEqual({});
  });

  test("verification fails, and the old file stays", async () => {
    writeFileSync(target, "old");
    await expectRefusal(
      {
        overwrite: true,
        verify: (file) =>
          Promise.reject(new NitidoError("OUTPUT_INVALID", { file })),
      },
      "OUTPUT_INVALID",
    );
    expect(contents()).toEqual({ "out.txt": "old" });
  });

  test.each(["write", "verify"] as const)("cancelled in %s", async (stage) => {
    const control = new AbortController();
    const part = {
      signal: control.signal,
      [stage]: async (path: string) => {
        await writeFile(path, "new");
        control.abort();
      },
    };
    await expect(writeSafely(request(part))).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(contents()).toEqual({});
  });

  test("the folder is missing", async () => {
    await expectRefusal(
      { target: join(folder, "missing", "out.txt") },
      "OUTPUT_UNWRITABLE",
    );
  });

  test("the folder is a file", async () => {
    writeFileSync(target, "old");
    await expectRefusal({ target: join(target, "x") }, "OUTPUT_UNWRITABLE");
    await expect(ensureFolder(join(target, "x"))).rejects.toMatchObject({
      code: "OUTPUT_UNWRITABLE",
    });
  });

  test("the name is too long", async () => {
    const long = join(folder, "n".repeat(300));
    await expectRefusal({ target: long }, "OUTPUT_UNWRITABLE");
  });

  test("the folder may not be written", async () => {
    chmodSync(root, 0o755);
    chmodSync(folder, 0o555);
    await asOrdinaryUser(() => expectRefusal({}, "OUTPUT_UNWRITABLE"));
  });
});

describe("a disk that is really full", () => {
  const disk = join(root, "disk");
  mkdirSync(disk);
  const mounted = mountTiny(disk);
  afterAll(() => {
    if (mounted) execFileSync("umount", [disk]);
  });

  const name = mounted
    ? "every format"
    : "every format [skipped: needs the right to mount a tmpfs]";
  test.skipIf(!mounted)(name, async () => {
    const image = randomImage(400, 400, 3);
    for (const format of ["jpeg", "png", "tiff", "webp"] as const) {
      const file = join(disk, `out.${format}`);
      const settings = { bitDepth: 8, quality: 99, metadata: {} } as const;
      await expect(
        writeSafely({
          ...request({ target: file }),
          write: async (path) => {
            await encodeImage(image, path, format, settings);
          },
        }),
      ).rejects.toMatchObject({ code: "DISK_FULL", details: { file } });
      expect(readdirSync(disk)).toEqual([]);
    }
  });
});

function mountTiny(at: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=100k", "none", at], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}
