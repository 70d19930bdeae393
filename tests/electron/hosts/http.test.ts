/** The local server: what a page gets over HTTP and over its socket, and what others are refused. */
import { afterAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type {
  AppEvent,
  Backend,
} from "../../../electron/contract/transport.ts";
import { cookieName } from "../../../electron/hosts/guard.ts";
import { startHttpHost } from "../../../electron/hosts/http.ts";
import { NitidoError } from "../../../models/errors.ts";

const listeners = new Set<(event: AppEvent) => void>();
const backend: Backend = {
  invoke: (name, parameter) =>
    name === "fail"
      ? Promise.reject(new NitidoError("FILE_NOT_FOUND", { file: "x" }))
      : Promise.resolve({ name, parameter }),
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  fetch: async (request) =>
    new Response(await request.text(), {
      headers: { path: new URL(request.url).pathname },
    }),
};
const host = await startHttpHost({
  backend,
  pages: ({ url }) =>
    Promise.resolve(
      new URL(url).pathname === "/" ? new Response("the page") : null,
    ),
  port: 0,
  token: "secret",
});
afterAll(() => host.close());

const origin = `http://127.0.0.1:${String(host.port)}`;
const cookie = `${cookieName(host.port)}=secret`;
const get = (path: string, headers: Record<string, string> = { cookie }) =>
  fetch(origin + path, { headers, redirect: "manual" });

describe("over HTTP", () => {
  test("the printed address sets the cookie and hides the token", async () => {
    const answer = await get(new URL(host.url).pathname + "?token=secret", {});
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/");
    expect(answer.headers.get("set-cookie")).toBe(
      `${cookie}; HttpOnly; SameSite=Strict; Path=/`,
    );
  });

  test("pages come first, and the rest from the backend", async () => {
    expect(await (await get("/")).text()).toBe("the page");
    expect((await get("/tiles/a")).headers.get("path")).toBe("/tiles/a");
  });

  test("files are posted whole", async () => {
    const body = new Uint8Array(200_000).fill(65);
    const answer = await fetch(`${origin}/images`, {
      method: "POST",
      headers: { cookie },
      body,
    });
    expect(await answer.text()).toBe("A".repeat(200_000));
  });

  test("nothing is answered without the token", async () => {
    expect((await get("/", {})).status).toBe(401);
    expect((await get("/tiles/a", {})).status).toBe(401);
  });

  test("a foreign page is refused", async () => {
    const answer = await get("/", { cookie, origin: "http://evil.example" });
    expect(answer.status).toBe(403);
  });
});

/** A page's socket, as a queue of what it hears. */
function socket(headers: Record<string, string>) {
  const peer = new WebSocket(`ws://127.0.0.1:${String(host.port)}/socket`, {
    headers,
  });
  const heard: unknown[] = [];
  peer.on("message", (data: Buffer) => heard.push(JSON.parse(String(data))));
  peer.on("error", () => undefined);
  const closed = new Promise<number>((resolve) => peer.on("close", resolve));
  const opened = new Promise<boolean>((resolve) => {
    peer.on("open", () => resolve(true));
    peer.on("unexpected-response", () => resolve(false));
    peer.on("error", () => resolve(false));
  });
  return { peer, heard, closed, opened };
}

describe("over the socket", () => {
  test("calls are answered, also when they fail, and events arrive", async () => {
    const { peer, heard, opened } = socket({ cookie, origin });
    expect(await opened).toBe(true);
    peer.send(JSON.stringify({ id: 1, name: "greet", parameter: 7 }));
    await expect
      .poll(() => heard)
      .toEqual([{ id: 1, answer: { value: { name: "greet", parameter: 7 } } }]);
    peer.send(JSON.stringify({ id: 2, name: "fail", parameter: null }));
    await expect.poll(() => heard).toHaveLength(2);
    expect(heard[1]).toMatchObject({
      id: 2,
      answer: { error: { code: "FILE_NOT_FOUND", details: { file: "x" } } },
    });
    expect(JSON.stringify(heard[1])).not.toContain("stack");
    for (const listener of listeners)
      listener({ name: "images.current", payload: null });
    await expect.poll(() => heard).toHaveLength(3);
    expect(heard[2]).toEqual({
      event: { name: "images.current", payload: null },
    });
    peer.close();
    await expect.poll(() => listeners.size).toBe(0);
  });

  test.each([
    ["no token", { origin }],
    ["a wrong token", { origin, cookie: `${cookieName(host.port)}=x` }],
    ["a foreign origin", { cookie, origin: "http://evil.example" }],
    ["no origin", { cookie }],
  ])("%s is refused", async (_name, headers) => {
    expect(await socket(headers as Record<string, string>).opened).toBe(false);
  });

  test.each(["no JSON", "[]", '{"id":"1","name":"x"}', '{"id":1}'])(
    "a malformed message ends it: %s",
    async (message) => {
      const { peer, closed, opened } = socket({ cookie, origin });
      await opened;
      peer.send(message);
      expect(await closed).toBe(1008);
    },
  );

  test("so does a binary one", async () => {
    const { peer, closed, opened } = socket({ cookie, origin });
    await opened;
    peer.send(Buffer.from([1, 2, 3]));
    expect(await closed).toBe(1008);
  });
});

test("a port in use is named", async () => {
  await expect(
    startHttpHost({
      backend,
      pages: () => Promise.resolve(null),
      port: host.port,
    }),
  ).rejects.toMatchObject({
    code: "PORT_TAKEN",
    details: { port: host.port },
  });
});
