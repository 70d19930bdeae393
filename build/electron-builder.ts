/** How the app is packaged: what goes into it, and how each system installs it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Arch, type Configuration, type FileSet } from "electron-builder";
import { bundleNode } from "./bundled-node.ts";
import { collectLicences, printLicences } from "./collect-licences.ts";
import { makeIcons } from "./icons.ts";
import { SHIPPED_MODULES } from "./shipped-modules.ts";

const root = join(import.meta.dirname, "..");
/** What is made on the way. */
const made = join(root, ".cache", "package");
const icons = join(made, "icons");
const licences = join(made, "licences");

/** What the engine's Node reads lies beside the archive, in the same places as in the repository. */
const UNPACKED = "app.asar.unpacked";

const FILES = [
  "package.json",
  "LICENSE",
  "dist/**",
  "!dist/**/*.map",
  // The app in a browser tab is for the repository.
  "!dist/{server,start}.js",
  "models/zoo/**",
  "samples/**",
  "!node_modules/**",
];

const ONNX_RUNTIME = "onnxruntime-node/bin/napi-v6";

/** What one system gets: its Node and its native code. `system` is its `process.platform`. */
const resourcesOf = (system: "linux" | "win32" | "darwin"): FileSet[] => [
  { from: join(made, "node", `${system}-\${arch}`), to: "node" },
  {
    from: "node_modules",
    to: `${UNPACKED}/node_modules`,
    filter: [
      ...SHIPPED_MODULES.map((name) => `${name}/**`),
      "!*/{script,install,src}/**",
      "!**/*.{md,map,ts,mts,cts}",
      // ONNX Runtime comes with its libraries for every system and processor; on macOS with one twice.
      `!${ONNX_RUNTIME}/!(${system})/**`,
      `!${ONNX_RUNTIME}/${system}/!(\${arch})/**`,
      `!${ONNX_RUNTIME}/darwin/*/libonnxruntime.*.*.*.dylib`,
      // Other forms of the same decoders, for browsers.
      "!libheif-js/libheif/*.js",
      "!libheif-js/libheif-wasm/libheif-bundle.*",
      "!libraw-wasm/dist/{index,worker}.js",
      "!@saehrimnir/druidjs/{src/**,dist/types/**,dist/*.cjs}",
      // Of its codecs, JPEG XL alone is used.
      "!wasm-vips/lib/{vips.js,vips-es6.js,vips-node.js,vips-heif.wasm,vips-resvg.wasm,vips.d.ts}",
    ],
  },
];

const configuration: Configuration = {
  appId: "app.nitido",
  productName: "Nítido",
  copyright: "Apache-2.0, Nítido contributors",
  directories: { output: "release", buildResources: "build" },
  artifactName: "nitido-${version}-${os}-${arch}.${ext}",
  publish: null,

  asar: true,
  asarUnpack: [
    "package.json",
    "dist/{cli,engine,compute,batches,decoder}.js",
    "dist/chunks/**",
    "models/zoo/**",
    "samples/**",
  ],
  files: FILES,
  extraResources: [{ from: licences, to: "licences" }],
  npmRebuild: false,
  beforePack: ({ electronPlatformName, arch }) => {
    const target = `${electronPlatformName}-${Arch[arch]}`;
    const folder = join(made, "node", target);
    bundleNode(target, folder, process.env["NITIDO_BUNDLED_NODE"]);
  },
  electronLanguages: ["en-US", "es"],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },

  fileAssociations: [
    { ext: ["jpg", "jpeg"], mimeType: "image/jpeg", name: "JPEG" },
    { ext: "png", mimeType: "image/png", name: "PNG" },
    { ext: ["tif", "tiff"], mimeType: "image/tiff", name: "TIFF" },
    { ext: "webp", mimeType: "image/webp", name: "WebP" },
    { ext: "avif", mimeType: "image/avif", name: "AVIF" },
    { ext: ["heic", "heif"], mimeType: "image/heic", name: "HEIC" },
    { ext: "jxl", mimeType: "image/jxl", name: "JPEG XL" },
    { ext: "dng", mimeType: "image/x-adobe-dng", name: "DNG" },
  ].map((kind) => ({ ...kind, role: "Editor", rank: "Alternate" }) as const),

  linux: {
    executableName: "nitido",
    extraResources: resourcesOf("linux"),
    target: ["AppImage", "deb"],
    icon: join(icons, "linux"),
    category: "Graphics",
    synopsis: "Removes noise from photographs",
    maintainer: "Nítido contributors",
  },
  // The older runtime needs FUSE 2, which systems do not have any more.
  toolsets: { appimage: "1.0.3" },

  win: {
    executableName: "nitido",
    extraResources: resourcesOf("win32"),
    target: ["nsis"],
    icon: join(icons, "icon.ico"),
  },
  nsis: {
    oneClick: false,
    // File associations are written for the machine.
    perMachine: true,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    differentialPackage: false,
  },

  dmg: { writeUpdateInfo: false },
  mac: {
    extraResources: resourcesOf("darwin"),
    target: ["dmg", "zip"],
    icon: join(icons, "icon.icns"),
    category: "public.app-category.photography",
    // Without a certificate the app is signed ad hoc, which Apple's processors demand.
    ...(!process.env["CSC_LINK"] && { identity: "-" }),
    hardenedRuntime: true,
    entitlements: "build/entitlements.mac.plist",
    entitlementsInherit: "build/entitlements.mac.plist",
  },
};

/** electron-builder's entry: makes what is the same for every target, and tells the rest. */
export default async function configure(): Promise<Configuration> {
  await makeIcons(join(root, "build", "icons", "icon.svg"), icons);
  mkdirSync(licences, { recursive: true });
  const text = printLicences(collectLicences(root));
  writeFileSync(join(licences, "third-party.txt"), text);
  return configuration;
}
