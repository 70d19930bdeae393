#!/usr/bin/env node
/** The command line: wires its commands to the engine and exits with their code. */
import { ERROR_CODES } from "../models/errors.ts";

process.stdout.write(`${ERROR_CODES.length.toString()}\n`);
