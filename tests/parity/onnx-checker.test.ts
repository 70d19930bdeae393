/** The models that Nítido writes pass ONNX's own checker. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { exportDenoiser } from "../../electron/engine/onnx/export.ts";
import { initialise } from "../../models/networks/network.ts";
import { networks } from "../../models/networks/table.ts";
import { Random } from "../../models/random.ts";
import { available, testWith } from "../support/available.ts";
import { networkCases, stepCases } from "../support/network-cases.ts";
import { modelOf } from "../support/onnx.ts";
import { caseGraph } from "../support/op-case.ts";
import { opCases } from "../support/op-cases.ts";

/** Checks all files of a folder, shapes included, and prints a line for each that fails. */
const CHECK = `
import onnx, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        onnx.checker.check_model(onnx.load(str(path)), full_check=True)
    except Exception as error:
        print(path.name, str(error).replace("\\n", " "))
`;

/** Every model that the parity tests run, and one with open extents. */
function models(): [name: string, model: Uint8Array][] {
  const { fast } = networks;
  return [
    ...[...opCases, ...networkCases].map((opCase): [string, Uint8Array] => [
      opCase.name,
      modelOf(caseGraph(opCase)),
    ]),
    ...stepCases.map((step): [string, Uint8Array] => [
      `step of ${step.name}`,
      modelOf(step.graph),
    ]),
    ["exported fast", exportDenoiser(fast, initialise(fast, new Random(1)))],
  ];
}

testWith(
  available.onnxChecker,
  "onnx.checker accepts every model",
  (python) => {
    const folder = mkdtempSync(join(tmpdir(), "nitido-onnx-"));
    try {
      models().forEach(([name, model], i) => {
        const file = `${String(i)} ${name}`.replaceAll(/[^\w ×,]/g, "");
        writeFileSync(join(folder, `${file}.onnx`), model);
      });
      const result = spawnSync(python, ["-c", CHECK, folder], {
        encoding: "utf8",
      });
      expect(result).toMatchObject({ stdout: "", stderr: "", status: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
