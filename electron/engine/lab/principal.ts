/** The principal components of pictures. */
import { PCA } from "ml-pca";
import type { Pictures } from "../../../models/lab/batches.ts";
import type { Principal } from "../../../models/lab/linear.ts";
import {
  choose,
  countOf,
  pictureAt,
  sizeOfPicture,
  spread,
} from "../../../models/lab/pictures.ts";

/** A covariance matrix of more samples than this takes minutes to decompose. */
const LARGEST_COVARIANCE = 1024;
/** Of pictures larger than that, so many are decomposed themselves. */
const MOST_LARGE = 800;

/** The first `count` components, or as many as there are. */
export function principalComponents(
  pictures: Pictures,
  count: number,
): Principal {
  const size = sizeOfPicture(pictures.shape);
  const small = size <= LARGEST_COVARIANCE;
  const used = small
    ? pictures
    : choose(pictures, spread(countOf(pictures), MOST_LARGE));
  const mean = meanPicture(used);
  const pca = small
    ? new PCA(covariance(used, mean), { isCovarianceMatrix: true })
    : new PCA(rowsOf(used), { method: "SVD" });
  const vectors = pca.getEigenvectors();
  const most = Math.min(count, countOf(used) - 1, vectors.columns);
  return {
    mean,
    components: Array.from({ length: Math.max(0, most) }, (_, k) =>
      Float32Array.from({ length: size }, (_, i) => vectors.get(i, k)),
    ),
  };
}

function meanPicture(pictures: Pictures): Float32Array {
  const mean = new Float64Array(sizeOfPicture(pictures.shape));
  const count = countOf(pictures);
  for (let n = 0; n < count; n++)
    pictureAt(pictures, n).forEach(
      (value, i) => (mean[i] = mean[i]! + value / count),
    );
  return Float32Array.from(mean);
}

/** Of the samples, from the halves above and on the diagonal, which are alike. */
function covariance(pictures: Pictures, mean: Float32Array): number[][] {
  const size = mean.length;
  const count = countOf(pictures);
  const sums = Array.from({ length: size }, () => new Float64Array(size));
  for (let n = 0; n < count; n++) {
    const picture = pictureAt(pictures, n);
    for (let i = 0; i < size; i++) {
      const value = picture[i]!;
      // Most of a drawing is black.
      if (value === 0) continue;
      const row = sums[i]!;
      for (let j = i; j < size; j++) row[j] = row[j]! + value * picture[j]!;
    }
  }
  const at = (i: number, j: number): number =>
    (sums[Math.min(i, j)]![Math.max(i, j)]! - count * mean[i]! * mean[j]!) /
    Math.max(1, count - 1);
  return sums.map((_, i) => Array.from(sums, (_, j) => at(i, j)));
}

const rowsOf = (pictures: Pictures): number[][] =>
  Array.from({ length: countOf(pictures) }, (_, n) => [
    ...pictureAt(pictures, n),
  ]);
