/** What happens to images that are open when the engine ends. */
import { expect, test } from "vitest";
import { createOpenInEngine } from "../../../../electron/services/images/open-in-engine.ts";
import { NitidoError } from "../../../../models/errors.ts";

test("work that hears of a crash later does not open again what was opened since", async () => {
  const events: string[] = [];
  let openings = 0;
  let begun = 0;
  const ports = {
    engine: {
      openImage: () => {
        openings++;
        return Promise.resolve({});
      },
    },
    strip: { get: () => ({ file: "a", item: {} }), update: () => undefined },
    suspects: { reading: (_: string, work: () => unknown) => work() },
    settings: () => ({}),
    emit: (name: string) => events.push(name),
  };
  const images = createOpenInEngine(
    ports as unknown as Parameters<typeof createOpenInEngine>[0],
  );
  const crashed = new NitidoError("ENGINE_CRASHED", { reason: "SIGKILL" });
  const crashes = () => {
    let tries = 0;
    let fail = (): void => undefined;
    const first = new Promise<string>((_, reject) => {
      fail = () => {
        reject(crashed);
      };
    });
    const result = images.with("a", () => {
      begun++;
      return tries++ === 0 ? first : Promise.resolve("done");
    });
    return { result, fail };
  };
  const early = crashes();
  const late = crashes();
  await expect.poll(() => begun).toBe(2);
  expect(openings).toBe(1);
  early.fail();
  expect(await early.result).toBe("done");
  late.fail();
  expect(await late.result).toBe("done");
  expect(openings).toBe(2);
  expect(events).toEqual(["engine.restarted"]);
});
