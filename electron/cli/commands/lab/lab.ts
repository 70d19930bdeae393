/** `nitido lab`: autoencoders on one's own pictures, and what their latent space is good for. */
import { Command } from "commander";
import type { Session } from "../../session.ts";
import { anomaliesCommand } from "./anomalies.ts";
import { arithmeticCommand } from "./arithmetic.ts";
import { classifyCommand } from "./classify.ts";
import { compressCommand } from "./compress.ts";
import { decodeCommand, generateCommand } from "./decode.ts";
import { encodeCommand } from "./encode.ts";
import { featuresCommand } from "./features.ts";
import { interpolateCommand } from "./interpolate.ts";
import { mapCommand } from "./map.ts";
import { labTrainCommand } from "./train.ts";

const COMMANDS = [
  labTrainCommand,
  encodeCommand,
  decodeCommand,
  mapCommand,
  featuresCommand,
  anomaliesCommand,
  generateCommand,
  interpolateCommand,
  arithmeticCommand,
  compressCommand,
  classifyCommand,
];

export function labCommand(session: Session): Command {
  const { text } = session.messages;
  const command = new Command("lab").description(text("lab.about"));
  for (const create of COMMANDS) command.addCommand(create(session));
  return command;
}
