/** What can be kept of a value that does not fit its schema: field by field, and item by item. */
import * as v from "valibot";

export interface Salvaged<Value> {
  readonly value: Value;
  /** What became as in `initial`, or was left out of a list: `save.quality`, `presets.2`. */
  readonly lost: readonly string[];
}

/** Fields that do not fit, and those that are missing, are taken from `initial`, which fits; items of lists that do not fit are left out. */
export function salvage<Value>(
  schema: v.GenericSchema<unknown, Value>,
  given: unknown,
  initial: Value,
): Salvaged<Value> {
  const lost: string[] = [];
  const value = fitting(schema, given, initial, [], lost);
  return { value: value as Value, lost };
}

function fitting(
  schema: v.GenericSchema,
  given: unknown,
  initial: unknown,
  path: readonly string[],
  lost: string[],
): unknown {
  const whole = v.safeParse(schema, given);
  if (whole.success) return whole.output;
  const { entries, item } = schema as {
    entries?: Readonly<Record<string, v.GenericSchema>>;
    item?: v.GenericSchema;
  };
  if (item && Array.isArray(given))
    return given.flatMap((each: unknown, index) => {
      const part = v.safeParse(item, each);
      if (part.success) return [part.output];
      lost.push([...path, index].join("."));
      return [];
    });
  if (entries && isRecord(given) && isRecord(initial)) {
    const fields = Object.entries(entries).map(([name, field]) => [
      name,
      fitting(field, given[name], initial[name], [...path, name], lost),
    ]);
    const parts = v.safeParse(schema, Object.fromEntries(fields));
    if (parts.success) return parts.output;
  }
  lost.push(path.join("."));
  return initial;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
