/** Who is let in by the local server. */
import { describe, expect, test } from "vitest";
import {
  admit,
  cookieName,
  type Knock,
} from "../../../electron/hosts/guard.ts";

const door = { port: 4000, token: "secret" };
const known: Knock = {
  method: "GET",
  path: "/",
  host: "127.0.0.1:4000",
  origin: undefined,
  cookie: `other=1; ${cookieName(4000)}=secret`,
};
const refused = (status: number) => ({ kind: "refuse", status });

describe("the token", () => {
  test("in the cookie is welcome", () => {
    expect(admit(known, door)).toEqual({ kind: "welcome" });
  });

  test("in the address of the page lets in", () => {
    const knock = { ...known, cookie: undefined, path: "/?token=secret" };
    expect(admit(knock, door)).toEqual({ kind: "enter" });
  });

  test.each([
    ["missing", { cookie: undefined }],
    ["wrong in the cookie", { cookie: `${cookieName(4000)}=secreT` }],
    ["of another server", { cookie: `${cookieName(4001)}=secret` }],
    ["wrong in the address", { cookie: undefined, path: "/?token=x" }],
    ["in another address", { cookie: undefined, path: "/tiles?token=secret" }],
    [
      "in the address of a post",
      { cookie: undefined, path: "/?token=secret", method: "POST" },
    ],
  ])("%s is refused", (_name, change) => {
    expect(admit({ ...known, ...change }, door)).toEqual(refused(401));
  });
});

describe("the host", () => {
  test.each(["localhost:4000", "[::1]:4000"])("may be %s", (host) => {
    expect(admit({ ...known, host }, door)).toEqual({ kind: "welcome" });
  });

  test.each([undefined, "127.0.0.1", "127.0.0.1:4001", "evil.example:4000"])(
    "may not be %s",
    (host) => {
      expect(admit({ ...known, host }, door)).toEqual(refused(403));
    },
  );
});

describe("the origin", () => {
  test("may be the page's own", () => {
    const origin = "http://127.0.0.1:4000";
    expect(admit({ ...known, origin }, door)).toEqual({ kind: "welcome" });
  });

  test.each(["http://evil.example", "null", "http://127.0.0.1:4001"])(
    "may not be %s",
    (origin) => {
      expect(admit({ ...known, origin }, door)).toEqual(refused(403));
    },
  );
});

test("what is no address is refused", () => {
  expect(admit({ ...known, path: "//[" }, door)).toEqual(refused(400));
});
