/** A limit for what cannot be interrupted: libraries that read a file on a thread of their own. */
import { NitidoError } from "../../models/errors.ts";

let stuck = 0;

/** Whether something is still being read that nobody waits for any more. It ends with the process. */
export const hasStuckReader = (): boolean => stuck > 0;

/** As `work`; rejects with FILE_DAMAGED, `slow`, when it takes longer than `limit` milliseconds. */
export async function inTime<Result>(
  file: string,
  limit: number,
  work: Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        stuck++;
        const done = () => {
          stuck--;
        };
        work.then(done, done);
        reject(new NitidoError("FILE_DAMAGED", { file, kind: "slow" }));
      },
      // Longer ones would be taken for none.
      Math.min(limit, 2 ** 31 - 1),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
