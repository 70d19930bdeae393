/** Calls are looked up and checked before a service hears of them. */
import { describe, expect, test } from "vitest";
import { createClient } from "../../../electron/contract/client.ts";
import {
  createRouter,
  type Handlers,
} from "../../../electron/contract/router.ts";

const heard: unknown[] = [];
/** Every call answers with its name; only what the tests use is told apart. */
const handlers = new Proxy({} as Handlers, {
  ownKeys: () => ["images.open", "images.set", "app.chooseFolder"],
  getOwnPropertyDescriptor: (_target, name) => ({
    configurable: true,
    enumerable: true,
    value: (parameter: unknown) => {
      heard.push(parameter);
      return name;
    },
  }),
  get: (_target, name) => (parameter: unknown) => {
    heard.push(parameter);
    return name;
  },
});
const invoke = createRouter(handlers);

describe("a call", () => {
  test("reaches its service", async () => {
    heard.length = 0;
    expect(await invoke("images.open", { id: "a1" })).toBe("images.open");
    expect(heard).toEqual([{ id: "a1" }]);
  });

  test("loses what the contract does not know", async () => {
    heard.length = 0;
    const settings = { strength: 50, surprise: true };
    await invoke("images.set", { ids: ["a"], settings, more: 1 });
    expect(heard).toEqual([{ ids: ["a"], settings: { strength: 50 } }]);
  });

  test.each(["images.close", "toString", "__proto__", "constructor", ""])(
    "of no service is refused: %s",
    async (name) => {
      await expect(invoke(name, null)).rejects.toMatchObject({
        code: "USAGE",
        details: { kind: "call" },
      });
    },
  );

  test.each([
    ["images.open", {}],
    ["images.open", { id: "../../etc" }],
    ["images.open", null],
    ["images.set", { ids: ["a"], settings: { strength: 101 } }],
    ["images.set", { ids: ["a"], settings: { noise: "loud" } }],
    ["images.set", { ids: "a", settings: {} }],
    ["app.chooseFolder", 1],
  ])("with a wrong parameter is refused: %s %o", async (name, parameter) => {
    heard.length = 0;
    await expect(invoke(name, parameter)).rejects.toMatchObject({
      code: "USAGE",
      details: { kind: "parameter", call: name },
    });
    expect(heard).toEqual([]);
  });
});

test("the client sends what it is called with, and null for nothing", async () => {
  const client = createClient({ invoke, subscribe: () => () => undefined });
  heard.length = 0;
  await client.call("app.chooseFolder");
  await client.call("images.open", { id: null });
  expect(heard).toEqual([null, { id: null }]);
});
