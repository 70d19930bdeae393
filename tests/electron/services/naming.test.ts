/** Output names: template, extension, tree, single files, collisions. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  isSingleFile,
  nameOutput,
  NameRegister,
  type NamingRules,
  type Position,
} from "../../../electron/services/naming.ts";
import type { ImageFormat } from "../../../electron/services/api.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const RULES: NamingRules = {
  out: "out",
  template: "{name}-denoised",
  format: "keep",
  model: "fast-photo",
};

const named = (
  path: string,
  format: ImageFormat,
  rules: Partial<NamingRules> = {},
  position?: Position,
): string =>
  nameOutput(
    { path, folder: "" },
    format,
    { ...RULES, ...rules },
    false,
    position,
  ).path;

describe("extensions", () => {
  test("one that fits is kept as it is written", () => {
    expect(named("a/photo.JPG", "jpeg")).toBe("out/photo-denoised.JPG");
    expect(named("a/scan.tif", "tiff")).toBe("out/scan-denoised.tif");
    expect(named("a/b.c.jpeg", "jpeg")).toBe("out/b.c-denoised.jpeg");
  });

  test("the content decides when the name lies", () => {
    expect(named("photo.jpg", "png")).toBe("out/photo-denoised.png");
    expect(named("photo", "jpeg")).toBe("out/photo-denoised.jpg");
  });

  test("another format brings its own", () => {
    const rules = { format: "tiff" } as const;
    expect(named("photo.JPG", "jpeg", rules)).toBe("out/photo-denoised.tif");
    expect(named("photo.tiff", "tiff", rules)).toBe("out/photo-denoised.tiff");
  });
});

test("the tree is rebuilt", () => {
  const input = { path: join("in", "x", "y", "a.png"), folder: join("x", "y") };
  expect(nameOutput(input, "png", RULES, false)).toEqual({
    path: join("out", "x", "y", "a-denoised.png"),
    format: "png",
  });
});

describe("templates", () => {
  test("every placeholder", () => {
    const rules = {
      template: "{counter} {folder} {name} {model} {sigma}",
      noise: 12.5,
    };
    const position = { index: 8, count: 120 };
    expect(named("/p/trip/a.png", "png", rules, position)).toBe(
      "out/009 trip a fast-photo 12.5.png",
    );
  });

  test("levels of luminance and colour are both named", () => {
    const rules = { template: "{sigma}", noise: { luma: 4, chroma: 9.5 } };
    expect(named("a.png", "png", rules)).toBe("out/4+9.5.png");
  });

  test("amounts are named in per cent", () => {
    const one = { template: "{sigma}", noise: { amount: 0.8 } };
    expect(named("a.png", "png", one)).toBe("out/auto-80.png");
    const amount = { luma: 0, chroma: 1.5 };
    const two = { template: "{sigma}", noise: { amount } };
    expect(named("a.png", "png", two)).toBe("out/auto-0+150.png");
  });

  test("an odd photograph gets a name, and the others theirs", () => {
    expect(named("...jpg", "jpeg", { template: "{name}" })).toBe("out/_.jpg");
  });

  test("an imported network is called by its file", () => {
    const rules = { template: "{model}", model: "/nets/mine.onnx" };
    expect(named("a.png", "png", rules)).toBe("out/mine.png");
  });

  test("what looks like a pattern in a name stays", () => {
    expect(named("$& {model}.png", "png")).toBe("out/$& {model}-denoised.png");
  });

  test.each(["{nmae}", "{}", "{sigma}", "{counter}"])(
    "%s is refused where it means nothing",
    (template) => {
      expect(() => named("a.png", "png", { template })).toThrow(
        expect.objectContaining({
          code: "USAGE",
          details: {
            kind: "namePlaceholder",
            value: template,
            choices: "{name}, {folder}, {model}",
          },
        }) as Error,
      );
    },
  );

  test.each(["", ".", "..", "../{name}", "a\\{name}", "C:{name}", "{name}?"])(
    "“%s” is no file name",
    (template) => {
      expect(() => named("a.png", "png", { template })).toThrow(
        expect.objectContaining({
          code: "USAGE",
          details: { kind: "nameTemplate", value: template },
        }) as Error,
      );
    },
  );
});

describe("one file", () => {
  const folder = temporaryFolder();
  const one = [{ path: "a.jpg", folder: "" }];

  test("is meant by an image's name for one input", async () => {
    mkdirSync(join(folder, "album.png"));
    expect(await isSingleFile(join(folder, "b.png"), one)).toBe(true);
    expect(await isSingleFile(join(folder, "b"), one)).toBe(false);
    expect(await isSingleFile(join(folder, "album.png"), one)).toBe(false);
    expect(await isSingleFile(join(folder, "b.png"), [...one, ...one])).toBe(
      false,
    );
  });

  test("its extension says the format", () => {
    const rules = { ...RULES, out: "result.tif" };
    expect(nameOutput(one[0]!, "jpeg", rules, true)).toEqual({
      path: "result.tif",
      format: "tiff",
    });
  });

  test("an extension against the format is refused", () => {
    const rules: NamingRules = { ...RULES, out: "a.png", format: "jpeg" };
    expect(() => nameOutput(one[0]!, "jpeg", rules, true)).toThrow(
      expect.objectContaining({ code: "USAGE" }) as Error,
    );
  });
});

describe("collisions", () => {
  test("two inputs cannot have one output", () => {
    const names = new NameRegister();
    names.claim("out/a.png", "a.jpg");
    names.claim("out/b.png", "b.jpg");
    expect(() => {
      names.claim("out/x/../a.png", "a.tif");
    }).toThrow(
      expect.objectContaining({
        code: "OUTPUT_COLLISION",
        details: { file: "out/x/../a.png", input: "a.tif", other: "a.jpg" },
      }) as Error,
    );
  });

  test("case and composition count only where the system tells them apart", () => {
    const claimBoth = (names: NameRegister): void => {
      names.claim("out/A\u0301.png", "1");
      names.claim("out/\u00e1.png", "2");
    };
    expect(() => {
      claimBoth(new NameRegister(false));
    }).toThrow();
    expect(() => {
      claimBoth(new NameRegister(true));
    }).not.toThrow();
  });
});
