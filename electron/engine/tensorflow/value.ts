/** A computed value in the IR's layout, N×C×H×W, in that of TensorFlow's convolutions, N×H×W×C, or in both. */
import type { Tensor, Tensor4D, Tf } from "./api.ts";

/** The IR's axis at each place of the layout with channels last. */
const LAST = [0, 2, 3, 1] as const;
/** And back. */
const FIRST = [0, 3, 1, 2] as const;

/**
 * Brought into the other layout where that is first asked for, so that what lies between two
 * convolutions is never transposed. Disposes of what it made, not of what it was lent.
 */
export class Value {
  readonly #tf: Tf;
  readonly #lent: Tensor | undefined;
  #plain: Tensor | undefined;
  #last: Tensor | undefined;

  private constructor(
    tf: Tf,
    tensors: { plain?: Tensor; last?: Tensor; lent?: Tensor },
  ) {
    this.#tf = tf;
    this.#plain = tensors.plain;
    this.#last = tensors.last;
    this.#lent = tensors.lent;
  }

  /** A result in the IR's layout. */
  static plain(tf: Tf, plain: Tensor): Value {
    return new Value(tf, { plain });
  }

  /** A result N×H×W×C. */
  static last(tf: Tf, last: Tensor): Value {
    return new Value(tf, { last });
  }

  /** A tensor in the IR's layout that its owner disposes of. */
  static lent(tf: Tf, lent: Tensor): Value {
    return new Value(tf, { lent });
  }

  /** Whether it exists with channels last. */
  get isLast(): boolean {
    return this.#last !== undefined;
  }

  plain(): Tensor {
    if (this.#lent) return this.#lent;
    this.#plain ??= this.#tf.transpose(this.last(), [...FIRST]);
    return this.#plain;
  }

  /** N×H×W×C. Fewer than four axes are filled up in front, as broadcasting does. */
  last(): Tensor4D {
    this.#last ??= this.#tf.tidy(() => {
      const plain = this.plain();
      const ones = new Array<number>(4 - plain.rank).fill(1);
      const four = this.#tf.reshape(plain, [...ones, ...plain.shape]);
      return this.#tf.transpose(four, [...LAST]);
    });
    return this.#last as Tensor4D;
  }

  dispose(): void {
    this.#plain?.dispose();
    this.#last?.dispose();
  }
}

/** A list with an entry for each of the IR's four axes, in the order of N×H×W×C. */
export function lastOrder<T>(list: readonly T[]): T[] {
  return LAST.flatMap((axis) => list.slice(axis, axis + 1));
}

/** Where an axis of the IR is in N×H×W×C. */
export function lastAxis(axis: number): number {
  return FIRST[axis] ?? axis;
}
