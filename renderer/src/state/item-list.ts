/** Lists of things with an id, as events of the app change them. */

interface Item {
  readonly id: string;
}

/** `list` with what changed in its place and what is new at the end. */
export function merged<Thing extends Item>(
  list: readonly Thing[],
  changed: readonly Thing[],
): readonly Thing[] {
  const news = new Map(changed.map((thing) => [thing.id, thing]));
  const kept = list.map((thing) => {
    const fresh = news.get(thing.id);
    news.delete(thing.id);
    return fresh ?? thing;
  });
  return [...kept, ...news.values()];
}

export function without<Thing extends Item>(
  list: readonly Thing[],
  removed: readonly string[],
): readonly Thing[] {
  const gone = new Set(removed);
  return list.filter(({ id }) => !gone.has(id));
}
