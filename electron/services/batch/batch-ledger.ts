/** The ledger of a batch over all its runs: one process at a time has it, and each run begins it anew with what is known. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { ensureFolder } from "../../files/safe-write.ts";
import type { Shard } from "../api-files.ts";
import { type Claim, claimFile } from "../claim.ts";
import { Ledger, type LedgerContent } from "../save/ledger.ts";
import { History } from "./history.ts";

const NAME = "nitido-ledger";
const EXTENSION = ".jsonl";

/** Each shard has one of its own, so that many machines can write into one folder. */
export function ledgerFile(out: string, shard: Shard | undefined): string {
  const part = shard ? `-${shard.index}-of-${shard.count}` : "";
  return join(out, `${NAME}${part}${EXTENSION}`);
}

export class BatchLedger {
  readonly file: string;
  readonly history: History;
  readonly #claim: Claim;

  private constructor(file: string, history: History, claim: Claim) {
    this.file = file;
    this.history = history;
    this.#claim = claim;
  }

  /** Throws ALREADY_RUNNING, LEDGER_UNUSABLE for a file that is none, and what writing throws. */
  static async open(file: string): Promise<BatchLedger> {
    await ensureFolder(dirname(file));
    const claim = await claimFile(`${file}.lock`, { kind: "ledger", file });
    try {
      const history = new History();
      for (const other of await siblings(file)) {
        const content = await Ledger.read(other).catch(() => null);
        if (content) await history.read(content, false);
      }
      if (await isThere(file)) {
        const content = await Ledger.read(file);
        if (!content) throw new NitidoError("LEDGER_UNUSABLE", { file });
        await history.read(content, true);
      }
      return new BatchLedger(file, history, claim);
    } catch (error) {
      await claim.release();
      throw error;
    }
  }

  /** Replaces the file at once by the plan of a run and what is known besides. */
  begin(content: LedgerContent): Promise<Ledger> {
    return Ledger.replace(this.file, content);
  }

  /** Takes what the file says into the history, for another run. */
  async reread(): Promise<void> {
    const content = await Ledger.read(this.file);
    if (content) await this.history.read(content, true);
  }

  close(): Promise<void> {
    return this.#claim.release();
  }
}

/** The ledgers of other shards in the same folder. */
async function siblings(file: string): Promise<string[]> {
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.startsWith(NAME) && name.endsWith(EXTENSION))
    .filter((name) => name !== basename(file))
    .map((name) => join(folder, name));
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}
