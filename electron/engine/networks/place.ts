/** Where a network is computed: not every device runs every one. */
import type { DeviceChoice } from "../../services/api.ts";
import { cpuName } from "../devices/names.ts";
import type { LoadedNetwork } from "./load.ts";

/** The chosen device, or the CPU where that one does not run models that others made: TensorFlow runs graphs, no ONNX files. */
export function placeFor(
  { foreign }: Pick<LoadedNetwork, "foreign">,
  choice: DeviceChoice,
): DeviceChoice {
  const { device } = choice;
  if (!foreign || device !== "tensorflow") return choice;
  return { device: "cpu", name: cpuName(), why: "unsupported", failed: device };
}
