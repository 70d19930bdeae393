/** The local server: what a page gets over HTTP and over its socket, and what others are refused. */
import { afterAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type {
  AppEvent,
  Backend,
} from "../../../electron/contract/transport.ts";
import { newIdentity } from "../../../electron/hosts/guard.ts";
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
  session: "secret",
});
afterAll(() => host.close());

const origin = `http://127.0.0.1:${String(host.port)}`;
const authorization = "Bearer secret";
const get = (
  path: string,
  headers: Record<string, string> = { authorization },
) => fetch(origin + path, { headers, redirect: "manual" });
const exchange = (key: string, headers: Record<string, string> = { origin }) =>
  fetch(`${origin}/session`, { method: "POST", headers, body: key });
const keyOf = (url: string): string => new URL(url).hash.slice("#key=".length);

describe("over HTTP", () => {
  test("an address is exchanged for the session once, and no cookie is set", async () => {
    let used = 0;
    const url = host.entry(() => used++);
    expect(url).toMatch(
      new RegExp(`^http://127\\.0\\.0\\.1:${host.port}/#key=[\\w-]{32}$`),
    );
    const answer = await exchange(keyOf(url));
    const { secret, pictures } = (await answer.json()) as Record<
      string,
      string
    >;
    expect(secret).toBe("secret");
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await get(`/${pictures!}/tiles/a`, {})).headers.get("path")).toBe(
      "/tiles/a",
    );
    expect((await exchange(keyOf(url))).status).toBe(401);
    expect(used).toBe(1);
  });

  test.each([
    ["a guess", () => exchange("x".repeat(32))],
    ["none", () => exchange("")],
    ["one that is too long", () => exchange("x".repeat(1e6))],
    ["one that no page sends", () => exchange(keyOf(host.entry()), {})],
    [
      "one from elsewhere",
      () => exchange(keyOf(host.entry()), { origin: "http://evil.example" }),
    ],
  ])("no session for %s", async (_name, ask) => {
    expect((await ask()).ok).toBe(false);
  });

  test("whoever has the session gets further addresses, and others none", async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${origin}/entries`, { method: "POST", headers });
    const answer = await post({ authorization });
    const { url } = (await answer.json()) as { url: string };
    expect((await exchange(keyOf(url))).status).toBe(200);
    expect((await post({})).status).toBe(401);
  });

  test("a page is told whether its session still holds", async () => {
    expect((await get("/session")).status).toBe(204);
    expect((await get("/session", { authorization: "Bearer x" })).status).toBe(
      401,
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
      headers: { authorization },
      body,
    });
    expect(await answer.text()).toBe("A".repeat(200_000));
  });

  test("without the session there is the empty page and nothing else", async () => {
    expect(await (await get("/", {})).text()).toBe("the page");
    expect((await get("/tiles/a", {})).status).toBe(401);
    expect((await get("/images", {})).status).toBe(401);
    const post = await fetch(`${origin}/images`, { method: "POST", body: "x" });
    expect(post.status).toBe(401);
  });

  test.each(["PUT", "DELETE", "OPTIONS", "PATCH"])(
    "%s is not allowed",
    async (method) => {
      const headers = { authorization };
      expect((await fetch(origin, { method, headers })).status).toBe(405);
    },
  );

  test("a foreign page is refused", async () => {
    const answer = await get("/", {
      authorization,
      origin: "http://evil.example",
    });
    expect(answer.status).toBe(403);
  });
});

/** A page's socket, as a queue of what it hears. */
function socket(
  headers: Record<string, string>,
  protocols: readonly string[] = ["nitido", "secret"],
) {
  const peer = new WebSocket(
    `ws://127.0.0.1:${String(host.port)}/socket`,
    [...protocols],
    { headers },
  );
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
    const { peer, heard, opened } = socket({ origin });
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
    ["no secret", { origin }, ["nitido"]],
    ["a wrong secret", { origin }, ["nitido", "x"]],
    [
      "the pictures' key",
      { origin },
      ["nitido", newIdentity("secret").pictures],
    ],
    [
      "a foreign origin",
      { origin: "http://evil.example" },
      ["nitido", "secret"],
    ],
    ["no origin", {}, ["nitido", "secret"]],
  ])("%s is refused", async (_name, headers, protocols) => {
    const asked = socket(headers, protocols);
    expect(await asked.opened).toBe(false);
  });

  test.each(["no JSON", "[]", '{"id":"1","name":"x"}', '{"id":1}'])(
    "a malformed message ends it: %s",
    async (message) => {
      const { peer, closed, opened } = socket({ origin });
      await opened;
      peer.send(message);
      expect(await closed).toBe(1008);
    },
  );

  test("so does a binary one", async () => {
    const { peer, closed, opened } = socket({ origin });
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
