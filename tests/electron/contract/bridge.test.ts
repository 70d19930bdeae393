/** The preload's bridge as a transport: what is data on the way is a value or an error at its ends. */
import { expect, test } from "vitest";
import { answerTo } from "../../../electron/contract/answer.ts";
import {
  type Bridge,
  bridgeTransport,
} from "../../../electron/contract/bridge.ts";
import type { AppEvent } from "../../../electron/contract/transport.ts";
import { NitidoError } from "../../../models/errors.ts";

/** A bridge through which only what can be cloned passes. */
const bridge = (call: () => Promise<unknown>): Bridge => ({
  invoke: async () => structuredClone(await answerTo(call)),
  subscribe: () => () => undefined,
  pathOf: () => "",
});

const invoke = (call: () => Promise<unknown>): Promise<unknown> =>
  bridgeTransport(bridge(call)).invoke("app.state", null);

test("a call resolves with what it returned", async () => {
  await expect(invoke(() => Promise.resolve({ a: [1] }))).resolves.toEqual({
    a: [1],
  });
});

test("a call that returned nothing resolves with null", async () => {
  await expect(invoke(() => Promise.resolve(undefined))).resolves.toBeNull();
});

test("a NitidoError keeps its code and details", async () => {
  const error = new NitidoError("FILE_EMPTY", { file: "a.png" });
  const received = await invoke(() => Promise.reject(error)).catch(
    (thrown: unknown) => thrown,
  );
  expect(received).toBeInstanceOf(NitidoError);
  expect(received).toMatchObject({
    code: "FILE_EMPTY",
    details: { file: "a.png" },
  });
});

test("a bug arrives as INTERNAL, without a stack trace", async () => {
  const answer = await answerTo(() => Promise.reject(new TypeError("x of y")));
  expect(answer).toEqual({
    error: {
      code: "INTERNAL",
      message: "x of y",
      details: { message: "x of y" },
    },
  });
});

test("events pass until the listener leaves", () => {
  const listeners = new Set<(event: AppEvent) => void>();
  const transport = bridgeTransport({
    ...bridge(() => Promise.resolve()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const heard: AppEvent[] = [];
  const leave = transport.subscribe((event) => heard.push(event));
  const event: AppEvent = { name: "images.current", payload: null };
  for (const listener of listeners) listener(event);
  leave();
  expect(heard).toEqual([event]);
  expect(listeners.size).toBe(0);
});
