/** Crops of a training: fetched once each, asked for again when the connection broke, and kept no longer than they may fail. */
import { expect, test } from "vitest";
import { packCrop } from "../../../../electron/contract/crop-bytes.ts";
import { Crops } from "../../../../renderer/src/screens/train/crops.svelte.ts";

const PLACE = { file: "a.png", x: 0, y: 0, edge: 1, heldOut: false };
const CROP = {
  ...{ width: 1, height: 1, step: 3 },
  noisy: Uint8Array.of(1, 2, 3),
  denoised: Uint8Array.of(4, 5, 6),
};

const whole = () => new Response(packCrop(CROP) as Uint8Array<ArrayBuffer>);
const refused = () =>
  new Response(
    JSON.stringify({
      error: { code: "FILE_NOT_FOUND", message: "", details: { file: "a" } },
    }),
    { status: 404 },
  );
const broken = () => {
  throw new TypeError("Failed to fetch");
};

/** Answers in this order, one for each request. */
function crops(...answers: (() => Response)[]) {
  const pauses: number[] = [];
  const asked: unknown[] = [];
  const subject = new Crops(
    (path) => {
      asked.push(path);
      return Promise.resolve().then(answers.shift() ?? broken);
    },
    (milliseconds) => Promise.resolve(pauses.push(milliseconds)),
  );
  return { subject, asked, pauses };
}

test("a crop is fetched once", async () => {
  const { subject, asked } = crops(whole);
  const first = await subject.get("t", PLACE, 3);
  expect(first.denoised).toEqual(Uint8Array.of(4, 5, 6));
  expect(await subject.get("t", PLACE, 3)).toBe(first);
  expect(asked).toHaveLength(1);
});

test("a request that a lost connection breaks is made again until it is answered", async () => {
  const { subject, asked, pauses } = crops(broken, broken, whole);
  expect((await subject.get("t", PLACE, 3)).step).toBe(3);
  expect(asked).toHaveLength(3);
  expect(pauses).toHaveLength(2);
});

test("what the app refuses is told, and asked for again the next time", async () => {
  const { subject, asked } = crops(refused, whole);
  await expect(subject.get("t", PLACE, 3)).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
  expect((await subject.get("t", PLACE, 3)).step).toBe(3);
  expect(asked).toHaveLength(2);
});
