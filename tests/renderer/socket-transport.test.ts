/** Calls and events over a socket that may break. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SocketTransport } from "../../renderer/src/socket-transport.ts";

class FakeSocket extends EventTarget {
  readonly sent: unknown[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.dispatchEvent(new Event("open"));
  }
  close(): void {
    this.dispatchEvent(new Event("close"));
  }
  receive(message: object): void {
    const data = JSON.stringify(message);
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const transport = new SocketTransport(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket as unknown as WebSocket;
  });
  return { sockets, transport };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a call waits for the connection, and gets the answer with its number", async () => {
  const { sockets, transport } = setUp();
  const answer = transport.invoke("app.state", null);
  sockets[0]!.open();
  await settle();
  expect(sockets[0]!.sent).toEqual([
    { id: 1, name: "app.state", parameter: null },
  ]);
  sockets[0]!.receive({ id: 1, answer: { value: 42 } });
  expect(await answer).toBe(42);
});

test("an error is an error again", async () => {
  const { sockets, transport } = setUp();
  sockets[0]!.open();
  const answer = transport.invoke("images.open", { id: "a" });
  const rejected = expect(answer).rejects.toMatchObject({ code: "DISK_FULL" });
  await settle();
  const error = { code: "DISK_FULL", message: "", details: {} };
  sockets[0]!.receive({ id: 1, answer: { error } });
  await rejected;
});

test("events reach whoever listens", () => {
  const { sockets, transport } = setUp();
  const heard = vi.fn();
  const stop = transport.subscribe(heard);
  const event = { name: "engine.restarted", payload: null };
  sockets[0]!.receive({ event });
  stop();
  sockets[0]!.receive({ event });
  expect(heard.mock.calls).toEqual([[event]]);
});

test("a broken connection cancels what waits, says so, and comes back", async () => {
  const { sockets, transport } = setUp();
  const states: boolean[] = [];
  transport.onConnection((connected) => states.push(connected));
  sockets[0]!.open();
  const answer = transport.invoke("app.state", null);
  const rejected = expect(answer).rejects.toMatchObject({ code: "CANCELLED" });
  await settle();
  sockets[0]!.close();
  await rejected;
  await vi.advanceTimersByTimeAsync(300);
  sockets[1]!.open();
  expect(states).toEqual([true, false, true]);
});
