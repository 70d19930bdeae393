/** Runs something without the superuser's rights, which read and write everything whatever its permissions say. */
const NOBODY = 65_534;

/** As it is for an ordinary user; as `nobody` for the superuser, in the main thread of its own process. */
export async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const user = process.geteuid?.();
  if (user !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(user);
  }
}
