/** A picture over which the engine, or the app, ended is not read again by itself. */
import { expect, test } from "vitest";
import {
  openSuspects,
  suspicion,
} from "../../../../electron/services/images/suspects.ts";
import { NitidoError } from "../../../../models/errors.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const crash = () =>
  Promise.reject(new NitidoError("ENGINE_CRASHED", { reason: "SIGKILL" }));
const never = () => new Promise<never>(() => undefined);

test("after a crash, until it is read well", async () => {
  const folder = temporaryFolder();
  const suspects = await openSuspects(folder);
  expect(suspects.has("a.jxl")).toBe(false);
  await expect(suspects.reading("a.jxl", crash)).rejects.toMatchObject({
    code: "ENGINE_CRASHED",
    details: { kind: "picture", file: "a.jxl" },
  });
  expect(suspects.has("a.jxl")).toBe(true);
  expect(suspects.has("b.jxl")).toBe(false);
  await suspects.saved();
  const later = await openSuspects(folder);
  expect(later.has("a.jxl")).toBe(true);
  expect(await later.reading("a.jxl", () => Promise.resolve(1))).toBe(1);
  await later.saved();
  expect((await openSuspects(folder)).has("a.jxl")).toBe(false);
});

test("when the app ended while it was read", async () => {
  const folder = temporaryFolder();
  const suspects = await openSuspects(folder);
  void suspects.reading("a.png", never);
  await suspects.saved();
  expect((await openSuspects(folder)).has("a.png")).toBe(true);
});

test("of several that were read at once, none is blamed the first time", async () => {
  const folder = temporaryFolder();
  let suspects = await openSuspects(folder);
  void suspects.reading("a.png", never);
  void suspects.reading("b.png", never);
  await suspects.saved();
  suspects = await openSuspects(folder);
  expect([suspects.has("a.png"), suspects.has("b.png")]).toEqual([
    false,
    false,
  ]);
  await expect(suspects.reading("a.png", crash)).rejects.toThrow();
  expect([suspects.has("a.png"), suspects.has("b.png")]).toEqual([true, false]);
});

test("what is refused is no suspect", async () => {
  const suspects = await openSuspects(temporaryFolder());
  const refuse = () =>
    Promise.reject(new NitidoError("FILE_DAMAGED", { file: "a.png" }));
  await expect(suspects.reading("a.png", refuse)).rejects.toMatchObject({
    code: "FILE_DAMAGED",
  });
  expect(suspects.has("a.png")).toBe(false);
  expect(suspicion("a.png")).toMatchObject({ code: "ENGINE_CRASHED" });
});
