/** The middle of a photograph, which is enough to compare it with another. */
import {
  type Image,
  type Planes,
  toPlanes,
} from "../../../../models/image/image.ts";

/** A square of at most `edge` pixels a side, as three planes. */
export function middleOf(image: Image, edge: number): Planes {
  const width = Math.min(edge, image.width);
  const height = Math.min(edge, image.height);
  const x = Math.floor((image.width - width) / 2);
  const y = Math.floor((image.height - height) / 2);
  return toPlanes(image, { x, y, width, height });
}
