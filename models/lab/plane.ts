/** The plane of a latent space in which codes differ most: what a map shows that moves while a network learns. */
import { project, type Principal } from "./linear.ts";
import { type Code, meanCode } from "./latent.ts";

/** Of the power iteration: enough for a picture, not for a figure. */
const ROUNDS = 12;

/**
 * The first two principal components of at least one code, by orthogonal iteration (Golub & Van Loan,
 * "Matrix computations", 8.2.4). It begins with those of `before`, so that a map that is made again
 * and again turns and mirrors as little as may be. Codes of one unit have a second axis of zero.
 */
export function principalPlane(
  codes: readonly Code[],
  before?: Principal,
): Principal {
  const mean = meanCode(codes);
  const units = mean.length;
  const centred = codes.map((code) => code.map((value, u) => value - mean[u]!));
  let axes = [0, 1].map(
    (axis) =>
      before?.components[axis] ??
      new Float32Array(units).map((_, u) => Number(u % 2 === axis)),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const next = axes.map((axis) => {
      const sum = new Float32Array(units);
      for (const code of centred) {
        const along = dot(code, axis);
        code.forEach((value, u) => (sum[u] = sum[u]! + along * value));
      }
      return sum;
    });
    axes = orthonormal(next, axes);
  }
  return { mean, components: axes };
}

/** The codes on that plane; codes of two units are shown as they are. */
export function onPlane(
  codes: readonly Code[],
  plane: Principal,
): readonly (readonly [x: number, y: number])[] {
  return codes.map((code) => {
    const place = code.length === 2 ? code : project(code, plane);
    return [place[0] ?? 0, place[1] ?? 0];
  });
}

/** Gram–Schmidt; a direction in which nothing is left stays what it was. */
function orthonormal(
  vectors: readonly Float32Array[],
  fallback: readonly Float32Array[],
): Float32Array[] {
  const done: Float32Array[] = [];
  vectors.forEach((vector, i) => {
    let rest = vector;
    for (const other of done) {
      const along = dot(rest, other);
      rest = rest.map((value, u) => value - along * other[u]!);
    }
    const length = Math.sqrt(dot(rest, rest));
    done.push(
      length > 1e-12 ? rest.map((value) => value / length) : fallback[i]!,
    );
  });
  return done;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
