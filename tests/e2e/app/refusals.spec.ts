/** Who is answered: the app's own page with its key, on this machine, and nobody else. */
import {
  createServer,
  get,
  type IncomingHttpHeaders,
  type RequestOptions,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WebSocket } from "ws";
import { expect, test } from "./fixtures.ts";
import { anotherAddress, SESSION } from "./hosts.ts";
import { photograph } from "./photographs.ts";
import { add, denoised } from "./screen.ts";

test.skip(({ host }) => host !== "browser", "a window has no server");

interface Asked {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The status that the server answers with. */
function statusOf(port: number, { path = "/", headers = {} }: Asked) {
  const options: RequestOptions = { host: "127.0.0.1", port, path, headers };
  return new Promise<number | undefined>((resolve, reject) => {
    get(options, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

/** What becomes of a socket on which `message` is sent: the answer, or how it was closed. */
function socketEnd(
  port: number,
  headers: Readonly<Record<string, string>>,
  message: string,
  secret: string = SESSION,
): Promise<string> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/socket`,
    ["nitido", secret],
    { headers },
  );
  return new Promise((resolve) => {
    socket.on("open", () => socket.send(message));
    socket.on("unexpected-response", (_request, { statusCode }) =>
      resolve(`refused with ${statusCode ?? 0}`),
    );
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text.includes('"answer"')) resolve(text);
    });
    socket.on("close", (code) => resolve(`closed with ${code}`));
    socket.on("error", () => undefined);
  }).then((end) => {
    socket.terminate();
    return end as string;
  });
}

test("requests without the session, for another host, or from another page are refused", async ({
  app,
}) => {
  const page = await app.open();
  const port = Number(new URL(page.url()).port);
  expect(page.url(), "the key has left the address").not.toContain("#");
  const host = `127.0.0.1:${port}`;
  const authorization = `Bearer ${SESSION}`;
  const asked = (request: Asked): Promise<number | undefined> =>
    statusOf(port, request);

  const path = "/session";
  expect(await asked({ path, headers: { host, authorization } })).toBe(204);
  expect(await asked({ path })).toBe(401);
  expect(await asked({ path: "/tiles/a/0/0/0?revision=0" })).toBe(401);
  expect(await asked({ path: "/thumbnails/a?edge=256" })).toBe(401);
  expect(await asked({ path: `/${SESSION}/thumbnails/a?edge=256` })).toBe(401);
  expect(
    await asked({ path, headers: { authorization: `${authorization}x` } }),
  ).toBe(401);
  expect(
    await asked({
      path,
      headers: { host: `evil.example:${port}`, authorization },
    }),
  ).toBe(403);
  expect(
    await asked({
      path,
      headers: { origin: "https://evil.example", authorization },
    }),
  ).toBe(403);

  const state = '{"id":1,"name":"app.state","parameter":null}';
  const own = { host, origin: `http://${host}` };
  const ends = (
    headers: Readonly<Record<string, string>>,
    secret: string = SESSION,
  ) => socketEnd(port, headers, state, secret);
  expect(await ends(own)).toContain('"capabilities"');
  expect(await ends(own, "no")).toBe("refused with 403");
  expect(await ends({ ...own, origin: "https://evil.example" })).toBe(
    "refused with 403",
  );
  expect(await ends({ ...own, host: `evil.example:${port}` })).toBe(
    "refused with 403",
  );
  expect(await ends({ host })).toBe("refused with 403");
});

test("malformed messages and parameters are refused, and the app goes on", async ({
  app,
}) => {
  const page = await app.open();
  const port = Number(new URL(page.url()).port);
  const host = `127.0.0.1:${port}`;
  const headers = { host, origin: `http://${host}` };
  expect(await socketEnd(port, headers, "{ nonsense")).toBe("closed with 1008");
  expect(await socketEnd(port, headers, '{"id":"one"}')).toBe(
    "closed with 1008",
  );
  expect(
    await socketEnd(
      port,
      headers,
      '{"id":1,"name":"toString","parameter":null}',
    ),
  ).toContain('"code":"USAGE"');
  expect(
    await socketEnd(
      port,
      headers,
      '{"id":1,"name":"images.open","parameter":{"id":["a"]}}',
    ),
  ).toContain('"code":"USAGE"');
  await expect(
    page.getByRole("heading", { name: "Drop photographs or folders here" }),
  ).toBeVisible();
});

test("an address opens one tab, which stays open when it is loaded again; another tab is not let in", async ({
  app,
  browser,
}) => {
  await app.start();
  const url = anotherAddress(join(app.folder, "data"));
  const page = await browser.newPage();
  await page.goto(url);
  await expect(page.getByRole("navigation")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("navigation")).toBeVisible();
  for (const address of [url, new URL("/", url).href]) {
    const other = await browser.newPage();
    await other.goto(address);
    await expect(
      other.getByRole("heading", { name: "This tab was not let in" }),
    ).toBeVisible();
    await other.close();
  }
  await page.close();
});

test("another server of this machine gets no cookie and no address of ours", async ({
  app,
}) => {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    heard.push(headers);
    response.end("foreign");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    const page = await app.open();
    await page.reload();
    expect(await page.context().cookies()).toEqual([]);
    const { host } = new URL(page.url());
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(heard.length).toBeGreaterThan(0);
    for (const { cookie, referer = "" } of heard) {
      expect(cookie).toBeUndefined();
      // The foreign page's own icon is asked for with its own address.
      expect(referer).not.toContain(host);
    }
  } finally {
    server.close();
  }
});

test("nothing that the page asks for leaves this machine", async ({ app }) => {
  const page = await app.open();
  const { host } = new URL(page.url());
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  page.on("websocket", (socket) => addresses.push(socket.url()));
  await page.reload();
  await add(page, await photograph(join(app.folder, "sky.jpg")));
  await denoised(page);
  for (const screen of ["Models", "Settings", "Denoise"])
    await page.getByRole("button", { name: screen, exact: true }).click();
  expect(addresses.length).toBeGreaterThan(3);
  const foreign = addresses.filter((address) => new URL(address).host !== host);
  expect(foreign.filter((address) => !/^(blob|data):/.test(address))).toEqual(
    [],
  );
});
