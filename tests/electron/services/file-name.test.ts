/** No name, however devised, leads out of its folder or fails to be written. */
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  fitted,
  numbered,
  plainFolder,
  plainName,
} from "../../../electron/services/file-name.ts";
import { nameOutput } from "../../../electron/services/naming.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
const bytes = (text: string): number => Buffer.byteLength(text);

describe("plain names", () => {
  test.each([
    ["IMG_0001 (1) [x] ñandú 写真 🏔", "IMG_0001 (1) [x] ñandú 写真 🏔"],
    [".hidden", ".hidden"],
    ["../../etc/passwd", ".._.._etc_passwd"],
    ["C:\\x", "C__x"],
    ['<a> "b" |c?*', "_a_ _b_ _c__"],
    ["one\ntwo\u0000\u007f\u009b", "onetwo"],
    ["\u202egpj.exe\u2066", "gpj.exe"],
    ["half \ud800 a pair", "half _ a pair"],
    ["end. . ", "end"],
    ["  start", "start"],
    ["A\u0301", "\u00c1"],
    ["", "_"],
    ["..", "_"],
    [" . ", "_"],
    ["\u202e", "_"],
  ])("%j becomes %j", (text, name) => {
    expect(plainName(text)).toBe(name);
  });

  test.each(["CON", "nul", "Aux.tar", "COM1", "lpt9.x", "com\u00b2", "prn "])(
    "%j is a device on Windows",
    (text) => {
      expect(plainName(text)).toMatch(/^_/);
    },
  );

  test.each(["CONTACT", "com", "COM10", "nullable", "auxiliary.1"])(
    "%j is none",
    (text) => {
      expect(plainName(text)).toBe(text);
    },
  );
});

test("folders stay below where they are put", () => {
  expect(plainFolder("trip/day 1")).toBe("trip/day 1");
  expect(plainFolder("/etc/../../x/./nul")).toBe("etc/x/_nul");
  expect(plainFolder("a\\..\\b:c")).toBe("a/b_c");
  expect(plainFolder("..")).toBe("");
  expect(bytes(plainFolder("é".repeat(300)))).toBe(254);
});

describe("long names", () => {
  test("lose their end between two characters", () => {
    expect(fitted("é".repeat(200), ".jpg")).toBe(`${"é".repeat(125)}.jpg`);
    // A family is one character of 25 bytes.
    const family = "👨‍👩‍👧‍👦";
    expect(fitted(`x${family.repeat(20)}`, ".tif")).toBe(
      `x${family.repeat(10)}.tif`,
    );
    expect(fitted(`${"a".repeat(250)}. b`, ".jpg")).toBe(
      `${"a".repeat(250)}.jpg`,
    );
  });

  test("keep what the template adds and are written as they are", () => {
    const folder = mkdtempSync(join(root, "long-"));
    const rules = {
      out: folder,
      template: "{counter} {name}-denoised",
      format: "keep",
      model: "fast-photo",
    } as const;
    const input = { path: `${"ñ".repeat(125)}.jpg`, folder: "" };
    const position = { index: 3, count: 4 };
    const { path } = nameOutput(input, "jpeg", rules, false, position);
    expect(path).toMatch(/\/4 ñ{120}-denoised\.jpg$/);
    for (const output of [path, numbered(path, 2), numbered(path, 10_000)])
      writeFileSync(output, "");
    expect(readdirSync(folder)).toHaveLength(3);
  });
});

test("a number stands before the extension", () => {
  expect(numbered("out/a.b.png", 2)).toBe("out/a.b-2.png");
  expect(numbered("out/a", 12)).toBe("out/a-12");
});

test("a photograph's name and folder cannot lead out of the output's folder", () => {
  const rules = {
    out: "/safe",
    template: "{folder}{name}",
    format: "keep",
    model: "../../net",
  } as const;
  const input = { path: "/in/..\\x/..\\..\\evil.png", folder: "../../up" };
  expect(nameOutput(input, "png", rules, false).path).toBe(
    "/safe/up/.._x.._.._evil.png",
  );
});
