/** One process at a time uses a data folder, and none that is gone keeps the others out. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "vite";
import {
  lifeOf,
  ownIdentity,
} from "../../../electron/files/process-identity.ts";
import { claimDataFolder } from "../../../electron/services/claim.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
const program = resolve(".cache/tests/claim/claim-program.js");

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: "warn",
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, "claim-program.ts"),
      target: "node20",
      outDir: resolve(".cache/tests/claim"),
      emptyOutDir: true,
    },
  });
}, 300_000);

class Contender {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(folder: string) {
    this.child = spawn(process.execPath, [program, folder], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: this.child.stdout! });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async says(): Promise<string> {
    return String((await this.#lines.next()).value);
  }

  go(): void {
    this.child.stdin!.write("go\n");
  }

  async end(signal?: "SIGKILL"): Promise<void> {
    const ended = once(this.child, "exit");
    if (signal) this.child.kill(signal);
    else this.child.stdin!.end();
    if (this.child.exitCode === null) await ended;
  }
}

/** Has so many processes claim the folder at the same moment. */
async function contend(folder: string, count: number) {
  const all = Array.from({ length: count }, () => new Contender(folder));
  for (const each of all) expect(await each.says()).toBe("ready");
  for (const each of all) each.go();
  const said = await Promise.all(all.map((each) => each.says()));
  return { all, said };
}

const wonBy = (said: readonly string[]) =>
  said.filter((words) => words === "won").length;

describe("processes", () => {
  test("one of four that come at the same moment gets it, also where a dead one had it", async () => {
    const folder = join(root, "four");
    for (let round = 0; round < 3; round++) {
      const { all, said } = await contend(folder, 4);
      expect(said.toSorted()).toEqual([
        ...["ALREADY_RUNNING", "ALREADY_RUNNING", "ALREADY_RUNNING", "won"],
      ]);
      // The next round finds the mark of a process that was killed.
      for (const each of all) await each.end("SIGKILL");
      expect(readdirSync(join(folder, "running"))).toHaveLength(1);
    }
  }, 300_000);

  test("a living one keeps the others out, and its end lets them in", async () => {
    const folder = join(root, "held");
    const { all, said } = await contend(folder, 1);
    expect(wonBy(said)).toBe(1);
    await expect(claimDataFolder(folder)).rejects.toMatchObject({
      code: "ALREADY_RUNNING",
      details: { process: all[0]!.child.pid },
    });
    await all[0]!.end("SIGKILL");
    await (await claimDataFolder(folder)).release();
    expect(existsSync(join(folder, "running"))).toBe(false);
  }, 120_000);

  test.skipIf(process.platform === "win32")(
    "another that has the number of a dead one keeps nobody out",
    async () => {
      const folder = join(root, "reused");
      const running = join(folder, "running");
      await claimDataFolder(folder);
      const [mark = ""] = readdirSync(running);
      const [, place, started, unique] = mark.split("-");
      // The parent of this process lives, and was not started when this one was.
      const forged = [process.ppid, place, started, unique].join("-");
      renameSync(join(running, mark), join(running, forged));
      await (await claimDataFolder(folder)).release();
    },
  );
});

test("a process is itself as long as it runs", async () => {
  const own = await ownIdentity();
  expect(await lifeOf(own)).toBe("alive");
  expect(await lifeOf({ ...own, started: "0" })).toBe("gone");
  expect(await lifeOf({ ...own, pid: 999_999_999 })).toBe("gone");
  expect(await lifeOf({ ...own, place: "0" })).toBe("unknown");
});

test.each(["", "999999999", "no number"])(
  "the mark of an earlier version, %o, keeps nobody out",
  async (content) => {
    const folder = join(root, "left");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "running"), content);
    await (await claimDataFolder(folder)).release();
  },
);

test.skipIf(process.platform === "win32")(
  "the folder is its owner's alone, also when it was there",
  async () => {
    const folder = join(root, "private");
    mkdirSync(folder, { mode: 0o755 });
    const claim = await claimDataFolder(folder);
    const running = join(folder, "running");
    const [mark = ""] = readdirSync(running);
    const modes = [folder, running, join(running, mark)].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o600]);
    await claim.release();
  },
);

test("a place where no folder can be says so", async () => {
  writeFileSync(join(root, "file"), "");
  await expect(
    claimDataFolder(join(root, "file", "data")),
  ).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
});
