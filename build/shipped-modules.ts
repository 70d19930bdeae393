/** The packages that are not bundled into the programs, because they hold or find native code, with what they need. */
export const SHIPPED_MODULES = [
  "@img",
  "detect-libc",
  "onnxruntime-common",
  "onnxruntime-node",
  "semver",
  "sharp",
] as const;
