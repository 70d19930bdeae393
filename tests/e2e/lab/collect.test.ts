/** What was found is copied or moved into a folder: nothing is replaced, nothing lost. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LabCollectRequest } from "../../../electron/services/api-lab-uses.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { engine, learnBars, root } from "./engine.ts";

const {
  run,
  source: idx,
  device,
} = await learnBars(10, {
  budget: { steps: 1 },
});
const source = join(root, "animals");
for (const inside of ["cat", "dog"])
  mkdirSync(join(source, inside), { recursive: true });
for (const name of ["cat/1.png", "cat/2.png", "dog/1.png"])
  await saved(pixelsOf(randomImage(8, 8, 1)).png(), join(source, name));

const at = (name: string) => join(root, name);
const collect = (request: Partial<LabCollectRequest>) =>
  engine.labCollect({
    ...{ run, source, device, how: "copy", folder: at("found") },
    ...{ pictures: ["cat/1.png", "dog/1.png"], ...request },
  });
const refused = (kind: string) => ({
  ...{ code: "LAB_UNSUITABLE", details: { kind } },
});

test("copies keep names and folders, and take numbers where names are taken", async () => {
  const { files, failed } = await collect({});
  expect(failed).toEqual([]);
  expect(files).toEqual([
    { picture: "cat/1.png", file: at("found/cat/1.png") },
    { picture: "dog/1.png", file: at("found/dog/1.png") },
  ]);
  expect(readFileSync(at("found/cat/1.png"))).toEqual(
    readFileSync(join(source, "cat/1.png")),
  );
  const again = await collect({ pictures: ["cat/1.png"] });
  expect(again.files[0]?.file).toBe(at("found/cat/1-2.png"));
});

test("what is moved is at its new place only, and found there no more", async () => {
  const pictures = ["cat/2.png"];
  const { files } = await collect({
    ...{ pictures, how: "move", folder: at("moved") },
  });
  expect(files).toHaveLength(1);
  expect(existsSync(join(source, "cat/2.png"))).toBe(false);
  expect(readdirSync(at("moved/cat"))).toEqual(["2.png"]);
  const { codes } = await engine.labEncode({
    ...{ run, source, device, part: "all" },
  });
  expect(codes.map(({ picture }) => picture)).toEqual([
    ...["cat/1.png", "dog/1.png"],
  ]);
});

test("pictures of a file become PNG, and cannot be moved", async () => {
  const some = { source: idx, pictures: ["0", "12"], folder: at("drawn") };
  await expect(collect({ ...some, how: "move" })).rejects.toMatchObject(
    refused("unmovable"),
  );
  expect(existsSync(at("drawn"))).toBe(false);
  const { files } = await collect(some);
  expect(files.map(({ file }) => file)).toEqual([
    ...[at("drawn/0.png"), at("drawn/12.png")],
  ]);
});

test("a folder inside that of the pictures is refused", async () => {
  const folder = join(source, "odd");
  await expect(collect({ folder })).rejects.toMatchObject(
    refused("insideSource"),
  );
});
