/** The options that several commands have in common. */
import { Option } from "commander";
import type { Messages } from "../messages/messages.ts";
import type { DeviceWish, NetworkName } from "../services/api.ts";
import { oneOf } from "./options.ts";

const DEVICES: readonly DeviceWish[] = [
  "auto",
  "cpu",
  "webgpu",
  "cuda",
  "directml",
  "coreml",
];
const NETWORKS: readonly NetworkName[] = ["fast", "best"];

export const deviceOption = ({ text }: Messages): Option =>
  oneOf("--device <device>", text("help.device"), DEVICES).default("auto");

export const networkOption = ({ text }: Messages): Option =>
  oneOf("--network <network>", text("help.network"), NETWORKS).default("fast");

export const modelOption = ({ text }: Messages): Option =>
  new Option("--model <model>", text("help.model"));
