/**
 * The packaged app: what lies in it, and that its engine runs on the Node it brings along.
 * NITIDO_PACKAGED names a package to check; otherwise one is made here, around a stand-in for
 * Electron and with the Node that runs the tests.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { SHIPPED_MODULES } from "../../build/shipped-modules.ts";
import { startEngine } from "../../electron/engine/client.ts";
import { engineNode } from "../../electron/shell/engine-node.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { FUSE_MARKER, standInElectron } from "./stand-in-electron.ts";

const { platform, arch } = process;
const root = join(import.meta.dirname, "..", "..");
const folder = temporaryFolder();
const given = process.env["NITIDO_PACKAGED"];
const isPossible = given !== undefined || platform === "linux";

const packaged = given ?? join(folder, "package", "linux-unpacked");
const resources =
  platform === "darwin"
    ? join(packaged, "Nítido.app", "Contents", "Resources")
    : join(packaged, "resources");
const unpacked = join(resources, "app.asar.unpacked");

beforeAll(() => {
  if (given !== undefined || !isPossible) return;
  const words = [
    join(root, "node_modules", "electron-builder", "cli.js"),
    ...["--config", "build/electron-builder.ts", "--dir", "--linux"],
    `-c.electronDist=${standInElectron(join(folder, "electron"))}`,
    `-c.directories.output=${join(folder, "package")}`,
  ];
  const env = { ...process.env, NITIDO_BUNDLED_NODE: process.execPath };
  execFileSync(process.execPath, words, { cwd: root, env, stdio: "pipe" });
}, 180_000);

/** Files below a folder, with slashes. */
const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(path, join(entry.parentPath, entry.name)).split(sep).join("/"),
    );

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly unpacked?: boolean;
}

/** The contents of Electron's archive: its head is JSON behind four lengths. */
function archived(): Entry {
  const bytes = readFileSync(join(resources, "app.asar"));
  const head = bytes.subarray(16, 16 + bytes.readUInt32LE(12));
  return JSON.parse(head.toString()) as Entry;
}

describe.runIf(isPossible)("the packaged app", () => {
  test("denoises a sample with its own engine on its own Node", async () => {
    const node = engineNode({
      isPackaged: true,
      resources,
      platform,
      environment: {},
    });
    const sample = join(unpacked, "samples", "piazza.png");
    const out = join(folder, "clean.png");
    const engine = startEngine({
      node,
      script: join(unpacked, "dist", "engine.js"),
      // Nothing of the development environment helps.
      environment: {
        SystemRoot: process.env["SystemRoot"],
        NITIDO_DATA: folder,
      },
    });
    const { files } = await engine.denoise({
      inputs: [sample],
      out,
      recursive: false,
      model: "fast-photo",
      noise: "auto",
      strength: 100,
      luma: 100,
      chroma: 100,
      detail: 0,
      device: "cpu",
      format: "keep",
      bitDepth: "keep",
      quality: 92,
      name: "{name}",
      existing: "fail",
    });
    await engine.stop();
    expect(files).toMatchObject([{ status: "done", output: out }]);
    const [noisy, clean] = await Promise.all([
      sharp(sample).stats(),
      sharp(out).stats(),
    ]);
    expect(clean.entropy).toBeLessThan(noisy.entropy);
  });

  test("keeps what Electron reads in the archive", () => {
    const { dist } = archived().files!;
    expect(dist!.files).toHaveProperty(["main.js"]);
    expect(dist!.files).toHaveProperty(["preload.cjs"]);
    expect(dist!.files!["renderer"]!.files).toHaveProperty(["index.html"]);
    expect(dist!.files!["main.js"]!.unpacked).toBeUndefined();
    expect(existsSync(join(unpacked, "dist", "main.js"))).toBe(false);
  });

  test("brings only the packages that hold or find native code", () => {
    const modules = readdirSync(join(unpacked, "node_modules"));
    expect(modules.sort()).toEqual([...SHIPPED_MODULES]);
  });

  test("brings native code for its own system alone", () => {
    const runtime = join(unpacked, "node_modules", "onnxruntime-node", "bin");
    const native = filesIn(runtime);
    expect(native).not.toEqual([]);
    for (const file of native)
      expect(file).toMatch(new RegExp(`^napi-v\\d+/${platform}/${arch}/`));
    const image = readdirSync(join(unpacked, "node_modules", "@img"));
    expect(image).toContain(`sharp-${platform}-${arch}`);
    expect(image.filter((name) => name.startsWith("sharp-lib"))).toHaveLength(
      platform === "win32" ? 0 : 1,
    );
  });

  test("carries neither sources nor source maps", () => {
    const files = filesIn(unpacked);
    expect(
      files.filter((file) => /\.(map|[cm]?ts|svelte|cc)$/.test(file)),
    ).toEqual([]);
  });

  test("carries every shipped network with its card", () => {
    expect(readdirSync(join(unpacked, "models", "zoo"))).toEqual(
      readdirSync(join(root, "models", "zoo")),
    );
  });

  test("carries the licences of what it is made of", () => {
    const text = readFileSync(
      join(resources, "licences", "third-party.txt"),
      "utf8",
    );
    for (const name of ["sharp", "onnxruntime-node", "svelte", "valibot"])
      expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect(text).toContain("Permission is hereby granted, free of charge");
  });

  test.runIf(platform === "linux")(
    "cannot be made to run other programs: its fuses are set",
    () => {
      const program = readFileSync(join(packaged, "nitido"), "latin1");
      const at = program.indexOf(FUSE_MARKER) + FUSE_MARKER.length + 2;
      // runAsNode, cookies, NODE_OPTIONS, --inspect, integrity, only asar, snapshot, file:
      expect(program.slice(at, at + 8)).toBe("00001100");
    },
  );

  test.runIf(platform === "linux")("speaks the languages of the app", () => {
    expect(readdirSync(join(packaged, "locales")).sort()).toEqual([
      "en-US.pak",
      "es.pak",
    ]);
  });
});
