/** The app's scheme: pages first, then the backend's resources, and nothing of other hosts. */
import { expect, test } from "vitest";
import type { Pages } from "../../../electron/hosts/pages.ts";
import {
  answerRequests,
  ORIGIN,
  SCHEMES,
} from "../../../electron/shell/protocol.ts";
import { fakeBackend } from "./fake-backend.ts";

const pages: Pages = (request) =>
  Promise.resolve(
    new URL(request.url).pathname === "/" ? new Response("page") : null,
  );

const ask = async (url: string): Promise<readonly [number, string]> => {
  const answer = answerRequests(pages, fakeBackend());
  const response = await answer(new Request(url));
  return [response.status, await response.text()];
};

test("a file of the interface is answered as it is", async () => {
  expect(await ask(`${ORIGIN}/`)).toEqual([200, "page"]);
});

test.each(["/tiles/a/0/0/0", "/thumbnails/a", "/images", "/models"])(
  "%s is the backend's",
  async (path) => {
    expect(await ask(ORIGIN + path)).toEqual([200, `pixels of ${path}`]);
  },
);

test("other hosts of the scheme are nowhere", async () => {
  expect(await ask("nitido://other/")).toEqual([404, ""]);
});

test("the scheme is a standard, secure origin that bypasses no policy", () => {
  expect(SCHEMES).toHaveLength(1);
  expect(SCHEMES[0]).toMatchObject({
    scheme: "nitido",
    privileges: { standard: true, secure: true, supportFetchAPI: true },
  });
  expect(SCHEMES[0]!.privileges).not.toHaveProperty("bypassCSP");
});
