/** Calls across a stream: answers, errors as the errors they were, order, and no way to what objects inherit. */
import { duplexPair } from "node:stream";
import { expect, test } from "vitest";
import { openRpc } from "../../../electron/engine/rpc.ts";
import { NitidoError } from "../../../models/errors.ts";

interface Side {
  double(x: number): Promise<number>;
  fail(kind: string): Promise<never>;
  note(text: string): void;
}

function connect(notes: string[] = []) {
  const [near, far] = duplexPair();
  const errors: Record<string, unknown> = {
    ours: new NitidoError("OUTPUT_EXISTS", { file: "a.png", index: 3 }),
    bug: new TypeError("x is not a function"),
    abort: new DOMException("stopped", "AbortError"),
    text: "just words",
  };
  openRpc<object, Side>(far, {
    double: (x) => Promise.resolve(2 * x),
    // What is thrown need not be an error.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    fail: (kind) => Promise.reject(errors[kind]),
    note: (text) => {
      notes.push(text);
    },
  });
  return openRpc<Side, object>(near, {});
}

test("a call is answered", async () => {
  expect(await connect().double(21)).toBe(42);
});

test("calls in progress do not mix their answers", async () => {
  const rpc = connect();
  const answers = await Promise.all([1, 2, 3].map((x) => rpc.double(x)));
  expect(answers).toEqual([2, 4, 6]);
});

test.each([
  ["ours", "OUTPUT_EXISTS", { file: "a.png", index: 3 }],
  ["bug", "INTERNAL", { message: "x is not a function" }],
  ["abort", "CANCELLED", {}],
  ["text", "INTERNAL", { message: "just words" }],
])("thrown over there: %s", async (kind, code, details) => {
  const error: unknown = await connect()
    .fail(kind)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NitidoError);
  expect(error).toMatchObject({ code, details });
});

test("an error keeps the place where it was thrown", async () => {
  const stack = await connect()
    .fail("bug")
    .catch((error: unknown) => (error as Error).stack);
  expect(stack).toContain("TypeError: x is not a function");
  expect(stack).toContain("rpc.test.ts");
});

test.each(["constructor", "toString", "hasOwnProperty", "missing"])(
  "%s is no function to call",
  async (name) => {
    const rpc = connect();
    await expect(rpc.$callRaw({ method: name, args: [] })).rejects.toThrow(
      "not found",
    );
  },
);

test("events arrive before the answer that follows them", async () => {
  const notes: string[] = [];
  const rpc = connect(notes);
  void rpc.note.asEvent("first");
  void rpc.note.asEvent("second");
  await rpc.double(1);
  expect(notes).toEqual(["first", "second"]);
});

test("closing rejects the calls that wait", async () => {
  const [near] = duplexPair();
  const rpc = openRpc<Side, object>(near, {});
  const call = rpc.double(1);
  await new Promise(setImmediate);
  rpc.$close(new NitidoError("ENGINE_CRASHED"));
  await expect(call).rejects.toMatchObject({ code: "ENGINE_CRASHED" });
});
