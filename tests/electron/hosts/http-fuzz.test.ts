/** Whatever is sent to the local server, it answers or hangs up, and is there for the next one. */
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Backend } from "../../../electron/contract/transport.ts";
import { newIdentity } from "../../../electron/hosts/guard.ts";
import { startHttpHost } from "../../../electron/hosts/http.ts";
import { openPages } from "../../../electron/hosts/pages.ts";
import { Random } from "../../../models/random.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Milliseconds. The server hangs up after four seconds; a machine that has much else to do may take longer to say so. */
const PATIENCE = 30_000;
const RUNS = 250;
const AT_ONCE = 50;

const pages = temporaryFolder();
writeFileSync(join(pages, "index.html"), "the page");

const backend: Backend = {
  invoke: () => Promise.resolve(null),
  subscribe: () => () => undefined,
  // As the services do: some routes read the body, others never look at it.
  fetch: async (request) =>
    new URL(request.url).pathname === "/images"
      ? Response.json({ bytes: (await request.arrayBuffer()).byteLength })
      : new Response(null, { status: 404 }),
};
const host = await startHttpHost({
  backend,
  pages: await openPages(pages),
  port: 0,
  session: "secret",
});
afterAll(() => host.close());

const here = `127.0.0.1:${host.port}`;
const { pictures } = newIdentity("secret");

/** Parts of requests, good and bad; each is chosen for itself. */
const METHODS =
  "GET GET GET POST HEAD PUT TRACE CONNECT OPTIONS get G\0T".split(" ");
const PATHS = [
  ...["/", "/socket", "/session", "/entries", "/images", "/index.html"],
  ...["//", "//[", "///", "/\\[", "*", "http://[", "http://evil.example/x"],
  ...["/%", "/%00", "/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "/..\\x"],
  ...["/socket//", "/socket?%", "//socket", "/?token=x", "", "?", "#", "/ú"],
  ...[`/${pictures}/`, `/${pictures}//`, `/${pictures}/\\[`, "/tiles/a/0/0/0"],
  `/${"a".repeat(20_000)}`,
];
const HOSTS = [here, here, here, "localhost", "evil.example", "[", "", "a\0b"];
const VERSIONS = ["1.1", "1.1", "1.1", "1.0", "0.9", "9.9", "x"];
const UPGRADE = [
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
];
const HEADERS = [
  [],
  [],
  UPGRADE,
  UPGRADE,
  [
    ...UPGRADE,
    "Sec-WebSocket-Protocol: nitido, secret",
    `Origin: http://${here}`,
  ],
  ["Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings"],
  [...UPGRADE.slice(0, 3), "Sec-WebSocket-Version: 99"],
  [...UPGRADE.slice(0, 2), "Sec-WebSocket-Key: \x01"],
  ["Authorization: Bearer secret", "Content-Length: 5"],
  ["Authorization: Bearer secret", "Content-Length: 99999999999999999999"],
  ["Authorization: Bearer secret", "Transfer-Encoding: chunked"],
  ["Content-Length: -1"],
  ["Content-Length: 5", "Transfer-Encoding: chunked"],
  ["Origin: null"],
  ["Origin: http://evil.example", "Sec-Fetch-Site: cross-site"],
  ["Cookie: " + "c".repeat(20_000)],
  [": nothing", "no colon", "a\rb: c"],
  ["Expect: 100-continue", "Content-Length: 3"],
  ["Expect: everything"],
];
const BODIES = ["", "", "", "hello", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "\0"];
/** What the sender does then: waits, says that it has said all, or resets the connection. */
const ENDS = ["wait", "end", "reset", "reset at once"] as const;

type End = (typeof ENDS)[number];

const random = new Random(14);

function rawRequest(): string {
  const line = `${random.pick(METHODS)} ${random.pick(PATHS)} HTTP/${random.pick(VERSIONS)}`;
  const headers = [`Host: ${random.pick(HOSTS)}`, ...random.pick(HEADERS)];
  const whole = `${line}\r\n${headers.join("\r\n")}\r\n\r\n${random.pick(BODIES)}`;
  // Some break off, some have another byte in the middle.
  const at = random.integer(0, whole.length);
  if (random.chance(0.15)) return whole.slice(0, at);
  const byte = String.fromCharCode(random.integer(0, 256));
  return random.chance(0.15)
    ? whole.slice(0, at) + byte + whole.slice(at)
    : whole;
}

/** Resolves with whether it was answered or the connection closed in time. */
function isAnswered(text: string, end: End): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(host.port, "127.0.0.1");
    const timer = setTimeout(() => finish(false), PATIENCE);
    const finish = (answered: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answered);
    };
    socket.on("error", () => finish(true));
    socket.on("close", () => finish(true));
    socket.on("data", () => finish(true));
    socket.on("connect", () => {
      socket.write(text, "latin1", () => {
        if (end === "end") socket.end();
        if (end === "reset") setImmediate(() => socket.resetAndDestroy());
      });
      if (end === "reset at once") socket.resetAndDestroy();
    });
  });
}

/** As our page does. */
async function isAlive(): Promise<void> {
  const page = await fetch(`http://${here}/`);
  expect(await page.text()).toBe("the page");
  const socket = new WebSocket(`ws://${here}/socket`, ["nitido", "secret"], {
    origin: `http://${here}`,
  });
  const answer = await new Promise<string>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => socket.send('{"id":1,"name":"x","parameter":1}'));
    socket.on("message", (data: Buffer) => resolve(data.toString()));
  });
  socket.close();
  expect(JSON.parse(answer)).toEqual({ id: 1, answer: { value: null } });
}

test("any request and any upgrade is answered or closed, and the next one as well", async () => {
  const cases = Array.from({ length: RUNS }, () => ({
    text: rawRequest(),
    end: random.pick(ENDS),
  }));
  const unanswered: unknown[] = [];
  while (cases.length > 0) {
    const now = cases.splice(0, AT_ONCE);
    const answers = await Promise.all(
      now.map(({ text, end }) => isAnswered(text, end)),
    );
    unanswered.push(...now.filter((_case, i) => !answers[i]));
    await isAlive();
  }
  expect(unanswered).toEqual([]);
}, 240_000);

test.each(["//", "/socket", "http://["])(
  "an upgrade of %s that is reset ends nothing",
  async (path) => {
    const text = `GET ${path} HTTP/1.1\r\nHost: ${here}\r\n${UPGRADE.join("\r\n")}\r\n\r\n`;
    for (let i = 0; i < 30; i++) await isAnswered(text, "reset at once");
    await isAlive();
  },
  30_000,
);

test("a connection on which nothing comes is closed", async () => {
  expect(await isAnswered("", "wait")).toBe(true);
}, 30_000);
