/** Anomalies: pictures that are reconstructed worse than those that the network knows. */

export interface RocPoint {
  /** What is an anomaly from here on. */
  readonly threshold: number;
  /** Shares, 0..1, of the ordinary and of the anomalous ones that are then taken for anomalies. */
  readonly falsePositives: number;
  readonly truePositives: number;
}

/**
 * The score below which a share of 0..1 of the ordinary ones lies, linear between two of them
 * (Hyndman & Fan 1996, definition 7). Of at least one score.
 */
export function percentile(scores: readonly number[], share: number): number {
  const sorted = scores.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * The receiver operating characteristic of scores, higher for anomalies: one point for each
 * threshold that changes something, from none taken for an anomaly to all.
 */
export function roc(
  scores: readonly number[],
  anomalous: readonly boolean[],
): readonly RocPoint[] {
  const order = scores
    .map((score, i) => ({ score, anomaly: anomalous[i] === true }))
    .sort((a, b) => b.score - a.score);
  const positives = order.filter(({ anomaly }) => anomaly).length;
  const negatives = order.length - positives;
  const points: RocPoint[] = [
    { threshold: Infinity, falsePositives: 0, truePositives: 0 },
  ];
  let [hits, misses] = [0, 0];
  order.forEach(({ score, anomaly }, i) => {
    if (anomaly) hits++;
    else misses++;
    // Equal scores cannot be told apart by any threshold.
    if (order[i + 1]?.score === score) return;
    points.push({
      threshold: score,
      falsePositives: misses / Math.max(1, negatives),
      truePositives: hits / Math.max(1, positives),
    });
  });
  return points;
}

/**
 * The area below the curve, 0..1: the probability that an anomaly has a higher score than an
 * ordinary picture, ties counting half.
 */
export function areaUnder(points: readonly RocPoint[]): number {
  return points.slice(1).reduce((area, point, i) => {
    const before = points[i]!;
    const width = point.falsePositives - before.falsePositives;
    return area + (width * (point.truePositives + before.truePositives)) / 2;
  }, 0);
}
