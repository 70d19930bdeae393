/** The network of a training that has ended, as it is called while it is tried and no model yet. */

/** A name that no model can have. */
export const trialName = (training: string): string => `trial:${training}`;

/** The id of the training whose network the name means; null of models and all else. */
export function trialOf(name: string): string | null {
  return /^trial:([\w-]{1,64})$/.exec(name)?.[1] ?? null;
}
