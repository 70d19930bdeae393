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
