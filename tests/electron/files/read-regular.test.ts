/** Only files that end are read, and no more of them than is allowed. */
import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCard } from "../../../electron/engine/networks/card.ts";
import { loadNetwork } from "../../../electron/engine/networks/load.ts";
import { loadPictures } from "../../../electron/engine/lab/load/load.ts";
import {
  readRegular,
  readStart,
} from "../../../electron/files/read-regular.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

test("a file is read whole, or from its start", async () => {
  writeFileSync(at("a"), "abcdef");
  expect((await readRegular(at("a"), 6)).toString()).toBe("abcdef");
  expect((await readStart(at("a"), 4)).toString()).toBe("abcd");
  await expect(readRegular(at("a"), 5)).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
  });
  await expect(readRegular(at("b"), 5)).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
  await expect(readRegular(folder, 5)).rejects.toMatchObject({
    details: { reason: "a folder" },
  });
});

describe.skipIf(process.platform === "win32")("what never ends", () => {
  symlinkSync("/dev/zero", at("zero.onnx"));
  symlinkSync("/dev/zero", at("zero.json"));
  symlinkSync("/dev/zero", at("zero-images-idx3-ubyte"));
  if (process.platform !== "win32") execFileSync("mkfifo", [at("pipe.onnx")]);
  const refused = {
    code: "FILE_UNREADABLE",
    details: { reason: "not a regular file" },
  };

  test.each(["zero.onnx", "pipe.onnx"])("%s is no file", async (name) => {
    await expect(readRegular(at(name), 1e9)).rejects.toMatchObject(refused);
    await expect(loadNetwork(at(name))).rejects.toMatchObject(refused);
  });

  test("nor is it a card, or pictures", async () => {
    await expect(readCard(at("zero.onnx"))).rejects.toMatchObject({
      code: "MODEL_DAMAGED",
    });
    const wanted = { channels: null, height: null, width: null };
    const { signal } = new AbortController();
    const ports = { progress: () => undefined, signal };
    await expect(
      loadPictures(at("zero-images-idx3-ubyte"), wanted, ports),
    ).rejects.toMatchObject(refused);
  });
});
