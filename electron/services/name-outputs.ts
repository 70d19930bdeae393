/** Names the output of every input of a batch, of which this machine may have a part only. */
import { NitidoError } from "../../models/errors.ts";
import { formatOfName } from "../codecs/formats.ts";
import type { ImageFormat } from "./api.ts";
import type { Shard } from "./api-files.ts";
import type { InputFile } from "./inputs.ts";
import {
  isSingleFile,
  NameRegister,
  type NamedOutput,
  nameOutput,
  type NamingRules,
} from "./naming.ts";
import { belongsTo } from "./shard.ts";

export interface PlannedOutput {
  readonly input: InputFile;
  readonly output: NamedOutput | null;
  /** Why it cannot be made. */
  readonly error?: unknown;
}

/**
 * The plans of the shard's inputs. All are named, so that every shard counts them alike and hears
 * of two with one name; but only its own files are opened, and those of others are taken for what
 * their extensions say. Rejects with USAGE for what is wrong with the template.
 */
export async function nameOutputs(
  inputs: readonly InputFile[],
  rules: NamingRules,
  shard: Shard | undefined,
  formatOf: (path: string) => Promise<ImageFormat>,
): Promise<PlannedOutput[]> {
  const single = await isSingleFile(rules.out, inputs);
  const names = new NameRegister();
  const plans: PlannedOutput[] = [];
  for (const [index, input] of inputs.entries()) {
    const isOwn = !shard || belongsTo(input, shard);
    const position = { index, count: inputs.length };
    let output: NamedOutput | null = null;
    try {
      if (input.error) throw input.error;
      const named = isOwn ? undefined : formatOfName(input.path);
      const format = named ?? (await formatOf(input.path));
      output = nameOutput(input, format, rules, single, position);
      names.claim(output.path, input.path);
      if (isOwn) plans.push({ input, output });
    } catch (error) {
      if (error instanceof NitidoError && error.code === "USAGE") throw error;
      if (isOwn) plans.push({ input, output, error });
    }
  }
  return plans;
}
