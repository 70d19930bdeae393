/** Pages: the files of one folder and nothing else, under a strict policy. */
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openPages, type Pages } from "../../../electron/hosts/pages.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let pages: Pages;

beforeAll(async () => {
  const root = join(folder, "pages");
  await mkdir(join(root, "assets"), { recursive: true });
  await writeFile(join(root, "index.html"), "<h1>page</h1>");
  await writeFile(join(root, "assets", "a b.js"), "export {};");
  await writeFile(join(folder, "secret.txt"), "secret");
  await symlink(join(folder, "secret.txt"), join(root, "link.txt"));
  await symlink(folder, join(root, "outside"));
  pages = await openPages(root);
});

const get = (path: string, method = "GET"): Promise<Response | null> =>
  pages(new Request(`http://127.0.0.1${path}`, { method }));

test("the root is the page", async () => {
  const response = (await get("/"))!;
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("<h1>page</h1>");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
});

test("files are found by their encoded path, with their type", async () => {
  const response = (await get("/assets/a%20b.js?v=1"))!;
  expect(await response.text()).toBe("export {};");
  expect(response.headers.get("content-type")).toBe(
    "text/javascript; charset=utf-8",
  );
});

test("HEAD answers without a body, and other methods are refused", async () => {
  const head = (await get("/", "HEAD"))!;
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect((await get("/", "POST"))!.status).toBe(405);
});

test.each([
  ["what is not there", "/nothing.js"],
  ["a folder", "/assets"],
  ["the parent folder", "/../secret.txt"],
  ["the parent folder, encoded", "/%2e%2e/secret.txt"],
  ["the parent folder, encoded whole", "/%2e%2e%2fsecret.txt"],
  ["the parent folder, by backslashes", "/..%5csecret.txt"],
  ["an absolute path", "//etc/passwd"],
  ["an encoded absolute path", "/%2fetc%2fpasswd"],
  ["a NUL", "/index.html%00.js"],
  ["what cannot be decoded", "/%ff%zz"],
  ["a link to a file outside", "/link.txt"],
  ["a link to a folder outside", "/outside/secret.txt"],
])("serves no page for %s", async (_what, path) => {
  expect(await get(path)).toBeNull();
});

describe("the policy", () => {
  test("allows scripts and connections of the app alone", async () => {
    const policy = (await get("/"))!.headers.get("content-security-policy")!;
    const rules = new Map(
      policy.split("; ").map((rule) => {
        const [name, ...sources] = rule.split(" ");
        return [name, sources.join(" ")];
      }),
    );
    expect(rules.get("default-src")).toBe("'none'");
    expect(rules.get("script-src")).toBe("'self'");
    expect(rules.get("connect-src")).toBe("'self'");
    expect(rules.get("img-src")).toBe("'self' blob: data:");
    expect(rules.get("worker-src")).toBe("'self' blob:");
    expect(policy).not.toContain("unsafe-eval");
  });

  test("comes with every file, as does the ban on guessing types", async () => {
    for (const path of ["/", "/assets/a%20b.js"]) {
      const { headers } = (await get(path))!;
      expect(headers.has("content-security-policy")).toBe(true);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});
