/** Photographs on their way in: by their place, else by their bytes. */
import { expect, test, vi } from "vitest";
import { Intake } from "../../../renderer/src/state/intake.svelte.ts";
import { FakeApp } from "../support/fake-app.ts";

function setUp(response = () => Response.json({ ids: ["x"] })) {
  const app = new FakeApp({
    "images.add": () => ({
      added: [],
      refused: [{ code: "FILE_EMPTY", message: "", details: {} }],
    }),
  });
  const post = vi.fn(() => Promise.resolve(response()));
  const intake = new Intake({
    app: app.store,
    pathOf: ({ name }) => (name.startsWith("on-disk") ? `/p/${name}` : null),
    fetch: post,
  });
  return { app, intake, post };
}

const dataOf = (...files: File[]) =>
  ({
    items: files.map((file) => ({
      kind: "file",
      getAsFile: () => file,
      webkitGetAsEntry: () => null,
    })),
  }) as unknown as DataTransfer;

test("files with a place are added by it, others are sent", async () => {
  const { app, intake, post } = setUp();
  await intake.drop(dataOf(new File([], "on-disk.jpg"), new File([], "ñ.jpg")));
  expect(app.parametersOf("images.add")).toEqual([
    { paths: ["/p/on-disk.jpg"] },
  ]);
  expect(post).toHaveBeenCalledOnce();
  expect(post.mock.calls[0]).toMatchObject([
    "/images?name=%C3%B1.jpg",
    { method: "POST" },
  ]);
});

test("what was refused is told", async () => {
  const { app, intake } = setUp();
  await intake.drop(dataOf(new File([], "on-disk.jpg")));
  expect(app.store.troubles.map(({ error }) => error.code)).toEqual([
    "FILE_EMPTY",
  ]);
});

test("a file that cannot be taken in does not keep others back", async () => {
  const error = { code: "DISK_FULL", message: "", details: { file: "a" } };
  const { app, intake, post } = setUp(() =>
    Response.json({ error }, { status: 500 }),
  );
  await intake.choose([new File([], "a.jpg"), new File([], "b.jpg")]);
  expect(post).toHaveBeenCalledTimes(2);
  // The same for both: it is said once.
  expect(app.store.troubles.map(({ error }) => error.code)).toEqual([
    "DISK_FULL",
  ]);
  expect([intake.sent, intake.total]).toEqual([0, 0]);
});

/** A file of a chosen folder. */
function inFolder(path: string, type = "image/jpeg"): File {
  const file = new File([], path.split("/").at(-1)!, { type });
  Object.defineProperty(file, "webkitRelativePath", { value: path });
  return file;
}

test.each([
  ["/p/trip/day 1/a.jpg", "/p/trip"],
  ["C:\\p\\trip\\day 1\\a.jpg", "C:\\p\\trip"],
])(
  "a chosen folder is added as one, so that its tree is known: %s",
  async (path, folder) => {
    const { app } = setUp();
    const intake = new Intake({
      app: app.store,
      pathOf: () => path,
      fetch: vi.fn(),
    });
    await intake.choose([
      inFolder("trip/day 1/a.jpg"),
      inFolder("trip/day 1/a.jpg"),
    ]);
    expect(app.parametersOf("images.add")).toEqual([{ paths: [folder] }]);
  },
);

test("of a chosen folder without a place what may be images is sent, with the folders", async () => {
  const { intake, post } = setUp();
  await intake.choose([
    inFolder("trip/day 1/a.jpg"),
    inFolder("trip/list.txt", "text/plain"),
  ]);
  expect(post.mock.calls.map(([address]: unknown[]) => address)).toEqual([
    "/images?name=trip%2Fday%201%2Fa.jpg",
  ]);
});

test("the first that was sent is opened, unless another was opened meanwhile", async () => {
  const { app, intake } = setUp();
  const files = [new File([], "a.jpg"), new File([], "b.jpg")];
  await intake.choose(files);
  expect(app.parametersOf("images.open")).toEqual([{ id: "x" }]);
  const adding = intake.choose(files);
  app.emit("images.current", "c");
  await adding;
  expect(app.parametersOf("images.open")).toHaveLength(1);
});

test("a folder without images says so", async () => {
  const { app, intake } = setUp();
  const entry = {
    ...{ isFile: false, isDirectory: true, name: "empty" },
    createReader: () => ({
      readEntries: (resolve: (entries: unknown[]) => void) => resolve([]),
    }),
  };
  await intake.drop({
    items: [
      {
        kind: "file",
        getAsFile: () => null,
        webkitGetAsEntry: () => entry,
      },
    ],
  } as unknown as DataTransfer);
  await intake.choose([inFolder("texts/list.txt", "text/plain")]);
  expect(app.store.troubles.map(({ error }) => error)).toMatchObject([
    { code: "NO_IMAGES", details: { file: "empty" } },
    { code: "NO_IMAGES", details: { file: "texts" } },
  ]);
});

test("what is sent comes in the order of the names", async () => {
  const { intake, post } = setUp();
  await intake.choose([
    inFolder("trip/10.jpg"),
    inFolder("trip/9.jpg"),
    inFolder("trip/1/2.jpg"),
  ]);
  expect(post.mock.calls.map(([address]: unknown[]) => address)).toEqual(
    ["1%2F2", "9", "10"].map((name) => `/images?name=trip%2F${name}.jpg`),
  );
});
