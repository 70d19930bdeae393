/** Keeps the values that were asked for last. */

export interface Recent<Value> {
  /** The value of this key, made unless it is kept; what could not be made is not. */
  get(key: string, make: () => Promise<Value>): Promise<Value>;
}

/** `dropped` is told what is kept no longer. */
export function keepRecent<Value>(
  count: number,
  dropped: (value: Value) => unknown = () => undefined,
): Recent<Value> {
  // A Map keeps insertion order, so its first key is the least recently used.
  const kept = new Map<string, Promise<Value>>();
  return {
    get(key, make) {
      const value = kept.get(key) ?? make();
      kept.delete(key);
      kept.set(key, value);
      value.catch(() => {
        if (kept.get(key) === value) kept.delete(key);
      });
      for (const [oldest, old] of kept) {
        if (kept.size <= count) break;
        kept.delete(oldest);
        old.then(dropped, () => undefined);
      }
      return value;
    },
  };
}
