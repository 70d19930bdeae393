/** A file appears complete or not at all, and never in the place of an input. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import { fileIdentities } from "../../../electron/files/identity.ts";
import {
  ensureFolder,
  type SafeWrite,
  writeSafely,
} from "../../../electron/files/safe-write.ts";
import { NitidoError } from "../../../models/errors.ts";
import { randomImage } from "../../support/image-files.ts";
import { asOrdinaryUser } from "../../support/ordinary-user.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
let folder = root;
let target = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, "case-"));
  target = join(folder, "out.txt");
});

const request = (part: Partial<SafeWrite> = {}): SafeWrite => ({
  target,
  overwrite: false,
  inputs: new Set(),
  write: (path) => writeFile(path, "new"),
  verify: () => Promise.resolve(),
  ...part,
});

/** The call rejects with the code, and the folder holds the same as before. */
async function expectRefusal(
  part: Partial<SafeWrite>,
  code: string,
): Promise<void> {
  const before = contents();
  await expect(writeSafely(request(part))).rejects.toMatchObject({
    code,
    details: { file: part.target ?? target },
  });
  expect(contents()).toEqual(before);
}

const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.startsWith("folder"))
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

describe("success", () => {
  test("the file is there and nothing else", async () => {
    await writeSafely(request());
    expect(contents()).toEqual({ "out.txt": "new" });
  });

  test("the target does not exist while it is written and verified", async () => {
    const seen: string[][] = [];
    const look = (): Promise<void> => {
      seen.push(readdirSync(folder).filter((name) => !name.startsWith(".")));
      return Promise.resolve();
    };
    await writeSafely(
      request({
        write: async (path) => writeFile(path, "new").then(look),
        verify: look,
      }),
    );
    expect(seen).toEqual([[], []]);
  });

  test("the verifier gets the written file", async () => {
    let read = "";
    await writeSafely(
      request({
        verify: (path) => {
          read = readFileSync(path, "utf8");
          return Promise.resolve();
        },
      }),
    );
    expect(read).toBe("new");
  });

  test("what the writer leaves beside the file goes", async () => {
    await writeSafely(
      request({
        write: async (path) => {
          await writeFile(`${path}.pixels`, "half");
          await writeFile(path, "new");
        },
      }),
    );
    expect(contents()).toEqual({ "out.txt": "new" });
  });

  test("an old file is replaced when asked", async () => {
    writeFileSync(target, "old");
    await writeSafely(request({ overwrite: true }));
    expect(contents()).toEqual({ "out.txt": "new" });
  });
});

describe("an existing target", () => {
  test("is refused", async () => {
    writeFileSync(target, "old");
    await expectRefusal({}, "OUTPUT_EXISTS");
  });

  test("is refused when it appears while writing", async () => {
    const write = async (path: string): Promise<void> => {
      await writeFile(path, "new");
      writeFileSync(target, "somebody else's");
    };
    await expect(writeSafely(request({ write }))).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
    expect(contents()).toEqual({ "out.txt": "somebody else's" });
  });

  test("one of two that write at once wins, the other is told", async () => {
    const results = await Promise.allSettled(
      ["a", "b"].map((text) =>
        writeSafely(request({ write: (path) => writeFile(path, text) })),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual([
      "fulfilled",
      "rejected",
    ]);
    expect(["a", "b"]).toContain(contents()["out.txt"]);
    expect(Object.keys(contents())).toHaveLength(1);
  });

  test("that is a link to nowhere is refused", async () => {
    symlinkSync(join(folder, "nowhere"), target);
    await expect(writeSafely(request())).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
    expect(readdirSync(folder)).toEqual(["out.txt"]);
  });

  test("that is a folder is refused even when overwriting", async () => {
    mkdirSync(join(folder, "folder"));
    await expectRefusal(
      { target: join(folder, "folder"), overwrite: true },
      "OUTPUT_UNWRITABLE",
    );
  });
});

describe("an input as target", () => {
  const cases: readonly (readonly [string, (input: string) => void])[] = [
    ["by a symbolic link", (input) => symlinkSync(input, target)],
    ["by a hard link", (input) => linkSync(input, target)],
  ];
  test.each(cases)("%s", async (_, alias) => {
    const input = join(folder, "input.txt");
    writeFileSync(input, "precious");
    alias(input);
    const inputs = await fileIdentities([input]);
    await expectRefusal({ inputs, overwrite: true }, "OUTPUT_IS_INPUT");
    await expectRefusal({ inputs }, "OUTPUT_IS_INPUT");
  });

  test("by another spelling of its path", async () => {
    writeFileSync(target, "precious");
    const inputs = await fileIdentities([
      join(folder, "..", folder.split("/").at(-1)!, "out.txt"),
    ]);
    await expectRefusal({ inputs, overwrite: true }, "OUTPUT_IS_INPUT");
  });

  test("through a linked folder", async () => {
    writeFileSync(target, "precious");
    symlinkSync(folder, join(root, "alias"));
    await expectRefusal(
      {
        target: join(root, "alias", "out.txt"),
        inputs: await fileIdentities([target, join(folder, "missing")]),
        overwrite: true,
      },
      "OUTPUT_IS_INPUT",
    );
  });
});

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
