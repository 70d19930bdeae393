/** Copies that nobody needs any more are removed. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelUploadPath } from "../../../electron/contract/resources.ts";
import {
  createResources,
  type ResourcePorts,
} from "../../../electron/services/resources.ts";
import { receive, removeUnused } from "../../../electron/services/uploads.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();

test("copies that the film strip does not hold go, the others stay", async () => {
  const uploads = join(root, "uploads");
  const [kept, left] = ["nitido-aaaaaaaaaaaa", "nitido-bbbbbbbbbbbb"] as const;
  for (const name of [kept, left]) {
    mkdirSync(join(uploads, name), { recursive: true });
    writeFileSync(join(uploads, name, "a.png"), "");
  }
  await removeUnused(uploads, [
    join(uploads, kept, "a.png"),
    join(root, left, "a.png"),
  ]);
  expect(readdirSync(uploads)).toEqual([kept]);
});

test("what somebody else has put there stays, and what links lead to", async () => {
  const uploads = join(root, "others");
  const pictures = join(root, "pictures");
  const inOurs = join(uploads, "nitido-cccccccccccc");
  for (const folder of [
    pictures,
    join(uploads, "Holidays2024"),
    join(uploads, "nitido-dddddddddddd", "inside"),
    inOurs,
  ]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "a.png"), "");
  }
  writeFileSync(join(inOurs, "b.png"), "");
  symlinkSync(pictures, join(uploads, "nitido-eeeeeeeeeeee"), "junction");
  mkdirSync(join(uploads, "nitido-ffffffffffff"));
  symlinkSync(
    pictures,
    join(uploads, "nitido-ffffffffffff", "link"),
    "junction",
  );
  const before = readdirSync(uploads, { recursive: true });
  await removeUnused(uploads, []);
  expect(readdirSync(uploads, { recursive: true })).toEqual(before);
  expect(readdirSync(pictures)).toEqual(["a.png"]);

  // The folder itself may be a link: to one that holds what is somebody else's.
  const linked = join(root, "linked");
  symlinkSync(pictures, linked, "junction");
  await removeUnused(linked, []);
  expect(readdirSync(pictures)).toEqual(["a.png"]);
});

describe("a file that is sent", () => {
  const request = (
    body: string | Uint8Array | ReadableStream,
    headers: Record<string, string> = {},
  ) =>
    new Request("http://localhost/", {
      method: "POST",
      body,
      headers,
      duplex: "half",
    });
  /** So many pieces of ten bytes, and what is asked of it. */
  const pieces = (count: number) => {
    const asked = { pieces: 0 };
    const body = new ReadableStream({
      pull(controller) {
        if (asked.pieces++ < count) controller.enqueue(new Uint8Array(10));
        else controller.close();
      },
    });
    return { asked, body };
  };

  test("is written as it comes, for its owner alone", async () => {
    const uploads = join(root, "sent");
    const { file, folder } = await receive(
      request(pieces(3).body),
      "a/b/c.png",
      uploads,
    );
    expect(folder).toBe(join("a", "b"));
    expect(statSync(file).size).toBe(30);
    if (process.platform !== "win32")
      expect(
        [file, dirname(file), uploads].map(
          (path) => statSync(path).mode & 0o777,
        ),
      ).toEqual([0o600, 0o700, 0o700]);
  });

  test("is refused before a byte of it is read when it says that it is too large", async () => {
    const uploads = join(root, "announced");
    const { asked, body } = pieces(1000);
    const before = asked.pieces;
    await expect(
      receive(
        request(body, { "content-length": "10000" }),
        "a.png",
        uploads,
        25,
      ),
    ).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      details: { file: "a.png" },
    });
    expect(asked.pieces - before).toBeLessThan(3);
    expect(existsSync(uploads)).toBe(false);
  });

  test("is broken off when it is larger than it may be, and nothing of it stays", async () => {
    const uploads = join(root, "too-large");
    const { asked, body } = pieces(1_000_000);
    await expect(
      receive(request(body), "a.png", uploads, 25),
    ).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    expect(asked.pieces).toBeLessThan(1000);
    expect(readdirSync(uploads)).toEqual([]);
  });

  test("that ends in the middle leaves nothing", async () => {
    const uploads = join(root, "broken-off");
    const body = new ReadableStream({
      pull(controller) {
        controller.error(Object.assign(new Error(), { code: "ECONNRESET" }));
      },
    });
    await expect(
      receive(request(body), "a.png", uploads),
    ).rejects.toMatchObject({ code: "CANCELLED" });
    expect(readdirSync(uploads)).toEqual([]);
  });
});

test("no uploads are none to remove", async () => {
  await removeUnused(join(root, "none"), []);
});

test.each([
  ["../x.jpg", "x.jpg"],
  ["..\\..\\x.jpg", "x.jpg"],
  ["C:\\x.jpg", "x.jpg"],
  ["C:x.jpg", "C_x.jpg"],
  ["a\0/../x\0.jpg", "x.jpg"],
  ["..", "_"],
  ["", "_"],
  ["nul.jpg", "_nul.jpg"],
  [`${"x".repeat(296)}.jpg`, `${"x".repeat(251)}.jpg`],
])(
  "a file that is posted as %j cannot leave its folder",
  async (name, kept) => {
    const uploads = join(root, "posted");
    const answer = createResources({
      ...({ uploads, lab: {} } as unknown as ResourcePorts),
    });
    const url = new URL(modelUploadPath(name), "http://127.0.0.1");
    const response = await answer(
      new Request(url, { method: "POST", body: "x" }),
    );
    const { path } = (await response.json()) as { path: string };
    expect(basename(path)).toBe(kept);
    expect(dirname(dirname(path))).toBe(uploads);
    expect(readdirSync(dirname(path))).toEqual([kept]);
  },
);
