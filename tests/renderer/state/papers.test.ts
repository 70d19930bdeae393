/** Reports and proof sheets of batches, as the interface follows them. */
import { expect, test } from "vitest";
import { FakeApp } from "../support/fake-app.ts";

test("papers of a batch are asked for once while they are written, and again afterwards", async () => {
  const app = new FakeApp();
  const { papers } = app.store;
  await Promise.all([
    papers.write("job", "/out", "es"),
    papers.write("job", "/out", "es"),
  ]);
  expect(app.parametersOf("save.write")).toEqual([
    { job: "job", folder: "/out", language: "es" },
  ]);
  expect(papers.of("job")).toEqual({ job: "job", fraction: 0 });
  const written = { job: "job", report: "/out/r.json", proof: "/out/p.html" };
  app.emit("save.papers", written);
  expect(papers.of("job")).toEqual(written);
  await papers.write("job", "/out", "es");
  expect(app.parametersOf("save.write")).toHaveLength(2);
});

test("what cannot be asked for, or ended unheard, can be asked for again", async () => {
  const app = new FakeApp({
    "save.write": ({ folder }: { folder: string }) => {
      if (folder === "/gone") throw new Error("no such job");
      return null;
    },
  });
  const { papers } = app.store;
  await expect(papers.write("job", "/gone", "en")).rejects.toThrow();
  expect(papers.of("job")).toBeUndefined();
  await papers.write("job", "/out", "en");
  papers.reset();
  expect(papers.of("job")).toBeUndefined();
});
