/** Dropped folders, flattened. */
import { expect, test, vi } from "vitest";
import type { NitidoError } from "../../../models/errors.ts";
import { mayBeImage, walk } from "../../../renderer/src/state/dropped-files.ts";

const fileEntry = (name: string, type = "image/jpeg") => ({
  isFile: true,
  isDirectory: false,
  name,
  file: (resolve: (file: File) => void) =>
    resolve(new File([], name, { type })),
});

/** Gives its children in pieces of two, as browsers give theirs in pieces of a hundred. */
function folderEntry(name: string, children: readonly object[]) {
  return {
    isFile: false,
    isDirectory: true,
    name,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (resolve: (entries: readonly object[]) => void) => {
          resolve(children.slice(at, at + 2));
          at += 2;
        },
      };
    },
  };
}

async function namesIn(entry: object): Promise<string[]> {
  const names: string[] = [];
  const report = vi.fn();
  for await (const { name } of walk(entry as FileSystemEntry, report))
    names.push(name);
  for (const [{ code, details }] of report.mock.calls as [NitidoError][])
    names.push(`${code} ${String(details["file"])}`);
  return names;
}

test("folders are entered to the end, and files know where they lay", async () => {
  const folder = folderEntry("trip", [
    fileEntry("a.jpg"),
    folderEntry("raw", [fileEntry("b.tif", "image/tiff")]),
    fileEntry("c.jpg"),
    folderEntry("empty", []),
    fileEntry("d.jpg"),
  ]);
  expect(await namesIn(folder)).toEqual([
    "trip/a.jpg",
    "trip/raw/b.tif",
    "trip/c.jpg",
    "trip/d.jpg",
  ]);
});

test("what is no image is passed over in a folder, but not when it was dropped itself", async () => {
  const notes = fileEntry("notes.txt", "text/plain");
  expect(await namesIn(folderEntry("trip", [notes]))).toEqual([]);
  expect(await namesIn(notes)).toEqual(["notes.txt"]);
});

test("files of no known type may be images, hidden ones are not", () => {
  expect(mayBeImage(new File([], "a.unknown"))).toBe(true);
  expect(mayBeImage(new File([], ".DS_Store"))).toBe(false);
});

test("what cannot be read is named, and the rest comes", async () => {
  const refuse = (_: unknown, reject: (error: Error) => void) =>
    reject(new Error("no permission"));
  const locked = {
    ...folderEntry("locked", []),
    createReader: () => ({ readEntries: refuse }),
  };
  const gone = { ...fileEntry("gone.jpg"), file: refuse };
  const folder = folderEntry("trip", [locked, gone, fileEntry("a.jpg")]);
  expect(await namesIn(folder)).toEqual([
    "trip/a.jpg",
    "FILE_UNREADABLE trip/locked",
    "FILE_UNREADABLE trip/gone.jpg",
  ]);
});
