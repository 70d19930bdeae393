/** Files and folders become one list: nothing twice, nothing hidden, and what cannot be read is said. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { expandInputs } from "../../../electron/services/inputs.ts";
import { asOrdinaryUser } from "../../support/ordinary-user.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const base = temporaryFolder();
chmodSync(base, 0o755);
let root = base;
beforeEach(() => {
  root = mkdtempSync(join(base, "case-"));
  chmodSync(root, 0o755);
});

function make(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), "");
  }
}

/** Paths below the root, with the codes of those that failed. */
async function found(
  inputs: readonly string[] = [""],
  recursive = true,
  leaveOut?: string,
): Promise<string[]> {
  const files = await expandInputs(
    inputs.map((input) => join(root, input)),
    recursive,
    leaveOut === undefined ? undefined : join(root, leaveOut),
  );
  return files.map(({ path, error }) => {
    const name = relative(root, path);
    return error ? `${name}: ${error.code}` : name;
  });
}

test("a folder gives its images in natural order", async () => {
  make("IMG_10.jpg", "IMG_9.JPG", "b.tiff", "a.png", "ñ 写真.webp");
  expect(await found([""], false)).toEqual([
    "a.png",
    "b.tiff",
    "IMG_9.JPG",
    "IMG_10.jpg",
    "ñ 写真.webp",
  ]);
});

test("what is no image, or hidden, is passed over", async () => {
  make("a.jpg", "Thumbs.db", "notes.txt", "a.jpg.bak", "a.mp4", ".b.jpg");
  make(".nitido-x1/c.jpg", ".cache/d.jpg", "desktop.ini");
  expect(await found()).toEqual(["a.jpg"]);
});

test("folders inside folders only when asked", async () => {
  make("a.jpg", "2/b.jpg", "2/10/c.jpg", "2/9/d.jpg");
  expect(await found([""], false)).toEqual(["a.jpg"]);
  expect(await found()).toEqual([
    "2/9/d.jpg",
    "2/10/c.jpg",
    "2/b.jpg",
    "a.jpg",
  ]);
});

test("each file knows where in the given folder it lay", async () => {
  make("x/y/a.jpg", "b.jpg");
  const files = await expandInputs([root, join(root, "b.jpg")], true);
  expect(files.map(({ folder }) => folder)).toEqual(["", join("x", "y")]);
});

test("a file given by name is taken whatever it is called", async () => {
  make("notes.txt", ".hidden");
  expect(await found(["notes.txt", ".hidden"])).toEqual([
    "notes.txt",
    ".hidden",
  ]);
});

test("nothing comes twice, whatever the spelling", async () => {
  make("a.jpg", "x/b.jpg");
  expect(await found(["a.jpg", "", "x", "x/../a.jpg"])).toEqual([
    "a.jpg",
    "x/b.jpg",
  ]);
});

test("links in a circle end", async () => {
  make("x/a.jpg");
  symlinkSync(root, join(root, "x", "up"));
  symlinkSync(join(root, "x"), join(root, "x", "self"));
  symlinkSync("turn", join(root, "turn"));
  expect(await found()).toEqual(["x/a.jpg"]);
});

test("a link to a folder elsewhere is entered once", async () => {
  make("other/a.jpg", "in/b.jpg");
  symlinkSync(join(root, "other"), join(root, "in", "one"));
  symlinkSync(join(root, "other"), join(root, "in", "two"));
  expect(await found(["in"])).toEqual(["in/b.jpg", "in/one/a.jpg"]);
});

test("a link to nowhere with an image's name is kept, to be reported", async () => {
  symlinkSync(join(root, "gone"), join(root, "a.jpg"));
  expect(await found()).toEqual(["a.jpg"]);
});

test("what is missing is an entry with an error", async () => {
  make("a.jpg");
  expect(await found(["gone.jpg", "a.jpg"])).toEqual([
    "gone.jpg: FILE_NOT_FOUND",
    "a.jpg",
  ]);
});

test("a folder that cannot be read stops nothing", async () => {
  make("1/a.jpg", "2/secret/b.jpg", "3/c.jpg");
  chmodSync(join(root, "2", "secret"), 0o000);
  await asOrdinaryUser(async () => {
    expect(await found()).toEqual([
      "1/a.jpg",
      "2/secret: FILE_UNREADABLE",
      "3/c.jpg",
    ]);
  });
  chmodSync(join(root, "2", "secret"), 0o755);
});

test("the outputs of an earlier run are no inputs", async () => {
  make("a.jpg", "denoised/a-denoised.jpg", "x/b.jpg");
  expect(await found([""], true, "denoised")).toEqual(["a.jpg", "x/b.jpg"]);
  expect(await found([""], true, "not/there/yet")).toHaveLength(3);
});

test("a given folder is read even when the outputs go there too", async () => {
  make("a.jpg");
  expect(await found([""], true, "")).toEqual(["a.jpg"]);
});
