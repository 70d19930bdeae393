/** What this machine has beyond Node. A test that needs something absent is skipped, and its name says what is missing. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, test } from "vitest";
import { installedTensorflow } from "../../electron/engine/tensorflow/load.ts";

/** Something outside the repository; `path` is null where it is not there. */
export interface Resource {
  /** What a reader has to install. */
  readonly name: string;
  readonly path: string | null;
}

const runs = (command: string, ...parameters: string[]): boolean =>
  spawnSync(command, parameters, { stdio: "ignore" }).status === 0;

const firstFile = (...files: string[]): string | null =>
  files.find((file) => existsSync(file)) ?? null;

const firstCommand = (
  commands: readonly string[],
  ...parameters: string[]
): string | null =>
  commands.find((command) => runs(command, ...parameters)) ?? null;

/** Looked up at the first use only: a test file pays for what it needs. */
const found = new Map<string, Resource>();

function lookUp(name: string, find: () => string | null): Resource {
  const known = found.get(name) ?? { name, path: find() };
  found.set(name, known);
  return known;
}

export const available = {
  /** Vulkan in software: the driver's manifest, for VK_ICD_FILENAMES. */
  get chromiumVulkan(): Resource {
    return lookUp(
      "the software Vulkan of Debian's package chromium",
      () =>
        process.env["NITIDO_TEST_VULKAN"] ??
        firstFile("/usr/lib/chromium/vk_swiftshader_icd.json"),
    );
  },
  /** A browser. */
  get chromium(): Resource {
    return lookUp("Chromium (Debian's package chromium)", () =>
      firstFile(
        process.env["NITIDO_TEST_CHROMIUM"] ?? "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
      ),
    );
  },
  /** A Python that can import `onnx`; the path is the interpreter's. */
  get onnxChecker(): Resource {
    return lookUp("onnx for Python (Debian's package python3-onnx)", () =>
      firstCommand(["python3", "/usr/bin/python3"], "-c", "import onnx"),
    );
  },
  /** TensorFlow.js with native code; the path is the package's name. */
  get tensorflow(): Resource {
    return lookUp(
      "TensorFlow (npm run setup:cuda, or build/tfjs-node-addon.js)",
      () => installedTensorflow() ?? null,
    );
  },
  /** Tells which calls of the system a program makes. */
  get strace(): Resource {
    return lookUp("strace (Debian's package strace)", () =>
      firstCommand(["strace"], "-o", "/dev/null", "true"),
    );
  },
  /** Reads and describes JPEG XL; `djxl` comes with it. */
  get jxlinfo(): Resource {
    return lookUp("jxlinfo (Debian's package libjxl-tools)", () =>
      firstCommand(["jxlinfo"], "--help"),
    );
  },
  get exiftool(): Resource {
    return lookUp("exiftool (Debian's package libimage-exiftool-perl)", () =>
      firstCommand(["exiftool"], "-ver"),
    );
  },
} as const;

/** The text that a skipped test's name carries. */
export const missing = (name: string, resource: Resource): string =>
  resource.path === null ? `${name} [skipped: needs ${resource.name}]` : name;

/** A test that gets the resource's path, and is skipped by name without it. */
export function testWith(
  resource: Resource,
  name: string,
  body: (path: string) => Promise<void> | void,
): void {
  const { path } = resource;
  if (path === null) test.skip(missing(name, resource), () => undefined);
  else test(name, () => body(path));
}

/** The same for a group of tests. */
export function describeWith(
  resource: Resource,
  name: string,
  body: (path: string) => void,
): void {
  const { path } = resource;
  if (path === null)
    describe.skip(missing(name, resource), () => {
      test("nothing runs", () => undefined);
    });
  else describe(name, () => body(path));
}
