/** The models written for the table of op cases pass ONNX's own checker. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { available, testWith } from "../support/available.ts";
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

testWith(available.onnxChecker, "onnx.checker accepts every case", (python) => {
  const folder = mkdtempSync(join(tmpdir(), "nitido-onnx-"));
  try {
    opCases.forEach((opCase, i) => {
      const name = `${String(i)} ${opCase.name}`.replaceAll(/[^\w ×,]/g, "");
      writeFileSync(join(folder, `${name}.onnx`), modelOf(caseGraph(opCase)));
    });
    const { stdout, stderr, status } = spawnSync(
      python,
      ["-c", CHECK, folder],
      { encoding: "utf8" },
    );
    expect({ stdout, stderr, status }).toEqual({
      stdout: "",
      stderr: "",
      status: 0,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
