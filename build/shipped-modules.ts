/** The packages that are not bundled into the programs, because they hold or find native code or WebAssembly or have to stay exchangeable (LGPL), with what they need. */
export const SHIPPED_MODULES = [
  "@img",
  "@saehrimnir",
  "detect-libc",
  "jxl-oxide-wasm",
  "libheif-js",
  "libraw-wasm",
  "onnxruntime-common",
  "onnxruntime-node",
  "semver",
  "sharp",
  "wasm-vips",
] as const;
