/** Who is answered: the app's own page with its key, on this machine, and nobody else. */
import { get, type RequestOptions } from "node:http";
import { join } from "node:path";
import { WebSocket } from "ws";
import { cookieName } from "../../../electron/hosts/guard.ts";
import { expect, test } from "./fixtures.ts";
import { TOKEN } from "./hosts.ts";
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
): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers });
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

test("requests without the key, for another host, or from another page are refused", async ({
  app,
}) => {
  const page = await app.open();
  const port = Number(new URL(page.url()).port);
  expect(page.url(), "the key has left the address").not.toContain(TOKEN);
  const host = `127.0.0.1:${port}`;
  const cookie = `${cookieName(port)}=${TOKEN}`;
  const asked = (request: Asked): Promise<number | undefined> =>
    statusOf(port, request);

  expect(await asked({ headers: { host, cookie } })).toBe(200);
  expect(await asked({})).toBe(401);
  expect(await asked({ path: "/?token=guessed" })).toBe(401);
  expect(await asked({ path: "/tiles/a/0/0/0?revision=0" })).toBe(401);
  expect(await asked({ headers: { cookie: `${cookie}x` } })).toBe(401);
  expect(
    await asked({ headers: { host: `evil.example:${port}`, cookie } }),
  ).toBe(403);
  expect(
    await asked({ headers: { origin: "https://evil.example", cookie } }),
  ).toBe(403);

  const state = '{"id":1,"name":"app.state","parameter":null}';
  const own = { host, cookie, origin: `http://${host}` };
  const ends = (headers: Readonly<Record<string, string>>, message = state) =>
    socketEnd(port, headers, message);
  expect(await ends(own)).toContain('"capabilities"');
  expect(await ends({ ...own, cookie: "" })).toBe("refused with 403");
  expect(await ends({ ...own, cookie: `${cookieName(port)}=no` })).toBe(
    "refused with 403",
  );
  expect(await ends({ ...own, origin: "https://evil.example" })).toBe(
    "refused with 403",
  );
  expect(await ends({ ...own, host: `evil.example:${port}` })).toBe(
    "refused with 403",
  );
  expect(await ends({ host, cookie })).toBe("refused with 403");
});

test("malformed messages and parameters are refused, and the app goes on", async ({
  app,
}) => {
  const page = await app.open();
  const port = Number(new URL(page.url()).port);
  const host = `127.0.0.1:${port}`;
  const headers = {
    ...{ host, origin: `http://${host}` },
    cookie: `${cookieName(port)}=${TOKEN}`,
  };
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
