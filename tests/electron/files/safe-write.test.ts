/** A file appears complete or not at all, and never in the place of an input. */
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileIdentities } from "../../../electron/files/identity.ts";
import { writeSafely } from "../../../electron/files/safe-write.ts";
import {
  contents,
  expectRefusal,
  folder,
  request,
  root,
  target,
} from "../../support/safe-writing.ts";

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
