/** Who is let in by the local server, and to what. */
import { describe, expect, test } from "vitest";
import {
  admit,
  newIdentity,
  type RequestFacts,
  secretIn,
} from "../../../electron/hosts/guard.ts";

const server = { port: 4000, session: "secret", pictures: "shown" };
const known: RequestFacts = {
  method: "GET",
  path: "/",
  host: "127.0.0.1:4000",
  origin: undefined,
  site: undefined,
  mode: undefined,
  secret: "secret",
};
const stranger = { ...known, secret: undefined };
const refused = (status: number) => ({ kind: "refuse", status });

describe("the session's secret", () => {
  test("lets in", () => {
    expect(admit(known, server)).toEqual({ kind: "session", path: "/" });
  });

  test.each([undefined, "", "secreT", "secret1", "shown"])(
    "is not %o",
    (secret) => {
      expect(admit({ ...known, secret }, server).kind).toBe("stranger");
    },
  );

  test("comes in a header, or as what a socket offers second", () => {
    expect(secretIn({ authorization: "Bearer a-b" })).toBe("a-b");
    expect(secretIn({ "sec-websocket-protocol": "nitido, a-b" })).toBe("a-b");
    expect(secretIn({ "sec-websocket-protocol": "a-b" })).toBeUndefined();
    expect(secretIn({ authorization: "Basic a-b" })).toBeUndefined();
    expect(secretIn({})).toBeUndefined();
  });
});

describe("the key to the pictures", () => {
  test("in front of a path lets look at it", () => {
    const path = "/shown/tiles/a/0/0/0?revision=1";
    expect(admit({ ...stranger, path }, server)).toEqual({
      kind: "pictures",
      path: "/tiles/a/0/0/0?revision=1",
    });
  });

  test.each([
    ["POST", "/shown/images"],
    ["GET", "/showN/tiles"],
    ["GET", "/shown"],
    ["GET", "/tiles?/shown/"],
    ["GET", "/secret/tiles"],
  ])("does not for %s %s", (method, path) => {
    expect(admit({ ...stranger, method, path }, server).kind).toBe("stranger");
  });

  test.each(["/shown//tiles", "/shown/\\tiles"])("%s is no path", (path) => {
    expect(admit({ ...stranger, path }, server)).toEqual(refused(400));
  });

  test("follows from the session's secret", () => {
    expect(newIdentity("a")).toEqual(newIdentity("a"));
    expect(newIdentity("a").pictures).not.toBe(newIdentity("b").pictures);
    expect(newIdentity().session).not.toBe(newIdentity().session);
  });
});

describe("the host", () => {
  test.each(["localhost:4000", "[::1]:4000"])("may be %s", (host) => {
    expect(admit({ ...known, host }, server).kind).toBe("session");
  });

  test.each([undefined, "127.0.0.1", "127.0.0.1:4001", "evil.example:4000"])(
    "may not be %s",
    (host) => {
      expect(admit({ ...known, host }, server)).toEqual(refused(403));
    },
  );
});

describe("the page that asks", () => {
  test("may be our own", () => {
    const origin = "http://127.0.0.1:4000";
    const facts = { ...known, origin, site: "same-origin", mode: "cors" };
    expect(admit(facts, server).kind).toBe("session");
  });

  test.each(["http://evil.example", "null", "http://127.0.0.1:4001"])(
    "may not be of %s",
    (origin) => {
      expect(admit({ ...known, origin }, server)).toEqual(refused(403));
    },
  );

  test.each(["cross-site", "same-site"])(
    "may lead here from a %s page, and ask for nothing else",
    (site) => {
      const shown = { ...stranger, site, mode: "navigate" };
      expect(admit(shown, server).kind).toBe("stranger");
      expect(admit({ ...known, site, mode: "no-cors" }, server)).toEqual(
        refused(403),
      );
    },
  );
});

test.each(["//", "//[", "/\\[", "*", "http://evil.example/", "", "x", "/\\/x"])(
  "%o is no path",
  (path) => {
    expect(admit({ ...known, path }, server)).toEqual(refused(400));
  },
);

test.each(["//", "//["])("nobody else learns what is no path: %s", (path) => {
  const facts = { ...stranger, path, origin: "http://evil.example" };
  expect(admit(facts, server)).toEqual(refused(403));
});
