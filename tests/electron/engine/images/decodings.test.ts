/** What is decoded, and when, while somebody leafs through photographs. */
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { Decodings } from "../../../../electron/engine/images/decodings.ts";
import { NitidoError } from "../../../../models/errors.ts";

/** Decodings that end when the test says so, and the paths of those that have begun. */
function manual() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const decodings = new Decodings((path) => {
    begun.push(path);
    return new Promise((resolve) => ends.push(() => resolve({} as never)));
  });
  const start = (path: string) => {
    const stop = new AbortController();
    const result = decodings.decode(path, stop.signal).then(
      () => "decoded",
      (error: unknown) => (error as NitidoError).code,
    );
    return { result, stop: () => stop.abort(new NitidoError("CANCELLED")) };
  };
  return { begun, ends, start };
}

test("what nobody waits for any more is left behind at once", async () => {
  const { start } = manual();
  const first = start("first");
  first.stop();
  expect(await first.result).toBe("CANCELLED");
});

test("what waits and is not wanted any more never begins", async () => {
  const { begun, ends, start } = manual();
  const leafedThrough = ["a", "b", "c", "d"].map((path) => {
    const decoding = start(path);
    decoding.stop();
    return decoding;
  });
  const wanted = start("wanted");
  for (const { result } of leafedThrough)
    expect(await result).toBe("CANCELLED");
  expect(begun).toEqual(["a", "b"].filter((path) => begun.includes(path)));
  for (const end of ends.splice(0)) end();
  await setImmediate();
  expect(begun).not.toContain("d");
  expect(begun.at(-1)).toBe("wanted");
  for (const end of ends) end();
  expect(await wanted.result).toBe("decoded");
});
