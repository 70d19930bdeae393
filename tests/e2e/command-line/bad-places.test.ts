/** Places that `nitido denoise` must not or cannot read and write: nothing is lost, nothing partial stays. */
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import { testWith, type Resource } from "../../support/available.ts";
import {
  blockImage,
  pixelsOf,
  randomImage,
  saved,
} from "../../support/image-files.ts";
import { answer, type Circumstances, program } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { tinyDisk } from "../../support/tiny-disk.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const model = toyNetwork("identity", at("identity.onnx"));
for (const folder of ["in", "other", "out"]) mkdirSync(at(folder));

const photo = await saved(pixelsOf(blockImage(8, 6)).png(), at("in", "a.png"));
const other = await saved(
  pixelsOf(blockImage(8, 6)).png(),
  at("other", "b.png"),
);
const before = readFileSync(photo);

const denoise = (parameters: readonly string[], more?: Circumstances) =>
  answer<DenoiseResult>(
    [
      ...["denoise", ...parameters, "--model", model],
      ...["--device", "cpu", "--noise", "5", "--overwrite"],
    ],
    more,
  );

describe("an output that is an input is refused, and the others are finished", () => {
  symlinkSync(at("in"), at("link-to-in"));
  linkSync(photo, at("out", "hard.png"));
  symlinkSync(photo, at("out", "soft.png"));

  test.each([
    ["itself", [photo, other, "--out", at("in"), "--name", "{name}"]],
    [
      "through a link to its folder",
      [photo, other, "--out", at("link-to-in"), "--name", "{name}"],
    ],
    ["as a single file", [photo, "--out", at("other", "..", "in", "a.png")]],
    ["by a hard link", [photo, "--out", at("out", "hard.png")]],
    ["by a symbolic link", [photo, "--out", at("out", "soft.png")]],
  ])("%s", async (_name, parameters) => {
    const { code, result } = await denoise(parameters);
    expect(code).toBe(1);
    const [refused, ...rest] = result.files;
    expect(refused).toMatchObject({
      status: "failed",
      error: { code: "OUTPUT_IS_INPUT", details: { file: refused?.output } },
    });
    expect(rest.every(({ status }) => status === "done")).toBe(true);
    expect(readFileSync(photo).equals(before)).toBe(true);
  });
});

test("a file where the folder should be", async () => {
  const file = at("file.txt");
  writeFileSync(file, "mine");
  const { code, result } = await denoise([photo, "--out", file]);
  expect(code).toBe(1);
  expect(result.files[0]?.error?.code).toBe("OUTPUT_UNWRITABLE");
  expect(readFileSync(file, "utf8")).toBe("mine");
});

const disk = tinyDisk(at("disk"), 64);

testWith(disk, "a full disk stops only what does not fit", async (folder) => {
  const large = await saved(
    pixelsOf(randomImage(200, 150, 3)).png(),
    at("large.png"),
  );
  const refused = await denoise([large, "--out", folder]);
  expect(refused.code).toBe(1);
  expect(refused.result.files).toMatchObject([
    {
      error: {
        code: "DISK_FULL",
        details: { file: join(folder, "large-denoised.png") },
      },
    },
  ]);
  expect((await denoise([photo, "--out", folder])).code).toBe(0);
  expect(readdirSync(folder)).toEqual(["a-denoised.png"]);
});

/** Whom permissions bind: the superuser reads and writes everything. */
const NOBODY = 65_534;
const uid = process.geteuid?.() === 0 ? NOBODY : undefined;
const { code: started } = await program(
  ["--version"],
  uid === undefined ? {} : { uid },
);
const ordinary: Resource = {
  name: "an ordinary user who may read this folder",
  path: process.platform !== "win32" && started === 0 ? root : null,
};

testWith(ordinary, "what permissions forbid", async () => {
  for (const folder of ["", "in", "other"]) chmodSync(at(folder), 0o755);
  mkdirSync(at("closed"), { mode: 0o555 });
  mkdirSync(at("open"));
  chmodSync(at("open"), 0o777);
  const secret = await saved(
    pixelsOf(blockImage(8, 6)).png(),
    at("secret.png"),
  );
  chmodSync(secret, 0o000);
  const user = uid === undefined ? {} : { uid };

  const reading = await denoise([secret, other, "--out", at("open")], user);
  expect(reading.code).toBe(1);
  expect(reading.result.files).toMatchObject([
    { error: { code: "FILE_UNREADABLE", details: { file: secret } } },
    { status: "done" },
  ]);
  const writing = await denoise([other, "--out", at("closed")], user);
  expect(writing.code).toBe(1);
  expect(writing.result.files[0]?.error?.code).toBe("OUTPUT_UNWRITABLE");
  expect(existsSync(at("closed", "b-denoised.png"))).toBe(false);
});
