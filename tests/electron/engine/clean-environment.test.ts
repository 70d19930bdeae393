/** What of the user's environment reaches the engine. */
import { expect, test } from "vitest";
import { cleanEnvironment } from "../../../electron/engine/clean-environment.ts";

test("what loads other code stays behind, and what devices need comes along", () => {
  const kept = {
    PATH: "/usr/bin",
    HOME: "/home/a",
    NITIDO_DATA: "/data",
    CUDA_VISIBLE_DEVICES: "1",
    LD_LIBRARY_PATH: "/usr/local/cuda/lib64",
    VK_ICD_FILENAMES: "/icd.json",
  };
  const meddling = {
    NODE_OPTIONS: "--require /tmp/evil.js",
    NODE_PATH: "/tmp",
    Node_Options: "--inspect",
    NODE_EXTRA_CA_CERTS: "/tmp/ca",
    npm_config_node_options: "--inspect",
    ELECTRON_RUN_AS_NODE: "1",
    LD_PRELOAD: "/tmp/evil.so",
    DYLD_INSERT_LIBRARIES: "/tmp/evil.dylib",
    OPENSSL_CONF: "/tmp/openssl.cnf",
  };
  expect(cleanEnvironment({ ...kept, ...meddling })).toEqual(kept);
});
