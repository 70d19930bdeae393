/** The options that several commands have in common. */
import { Option } from "commander";
import type { Messages } from "../messages/messages.ts";
import type { DeviceWish, NetworkName } from "../services/api.ts";
import { oneOf } from "./options.ts";

const DEVICES: Readonly<Record<DeviceWish, true>> = {
  auto: true,
  cpu: true,
  webgpu: true,
  cuda: true,
  directml: true,
  coreml: true,
  tensorflow: true,
};
const NETWORKS: Readonly<Record<NetworkName, true>> = {
  fast: true,
  best: true,
};

export const deviceOption = ({ text }: Messages): Option =>
  oneOf("--device <device>", text("help.device"), DEVICES).default("auto");

export const networkOption = ({ text }: Messages): Option =>
  oneOf("--network <network>", text("help.network"), NETWORKS).default("fast");

export const modelOption = ({ text }: Messages): Option =>
  new Option("--model <model>", text("help.model"));
