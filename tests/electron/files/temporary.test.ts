import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import {
  inTemporaryFolder,
  removeAbandoned,
} from "../../../electron/files/temporary.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

it("removes a folder when the work in it ends or fails", async () => {
  const work = async (path: string): Promise<void> => {
    await writeFile(join(path, "half"), "");
    throw new Error("stopped");
  };
  await expect(inTemporaryFolder(folder, work)).rejects.toThrow("stopped");
  expect(await readdir(folder)).toEqual([]);
});

it("removes what a process that has ended left behind, and nothing else", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  await inTemporaryFolder(folder, async (own) => {
    const abandoned = own.replace(
      `-${process.pid.toString()}-`,
      `-${child.pid!.toString()}-`,
    );
    await mkdir(abandoned);
    await writeFile(join(abandoned, "decoded"), "pixels");
    const others = [
      ".nitido-00000000-1-abcdef",
      ".nitido-0123456789ab",
      "mine",
    ];
    for (const name of others) await mkdir(join(folder, name));
    await removeAbandoned(folder);
    expect((await readdir(folder)).sort()).toEqual(
      [...others, basename(own)].sort(),
    );
  });
});
