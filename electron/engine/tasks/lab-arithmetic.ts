/** The use case `labArithmetic`: what distinguishes one group of pictures from another is added to the code of a picture. */
import { NitidoError } from "../../../models/errors.ts";
import { along, attribute } from "../../../models/lab/latent.ts";
import { choose, toBytes } from "../../../models/lab/pictures.ts";
import { sheet } from "../../../models/lab/sheet.ts";
import type { LabGroup } from "../../services/api-lab-uses.ts";
import type { LabPictures } from "../lab/load/load.ts";
import { refuseFew, requested, withRun } from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import type { Task } from "./task.ts";

export const labArithmetic: Task<"labArithmetic"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const { strengths, out, overwrite } = request;
    const all = await requested(run, request, context);
    const added = numbersOf(all, request.add);
    const subtracted = numbersOf(all, request.subtract);
    const [to] = numbersOf(all, { classes: [], pictures: [request.to] });
    const numbers = [...added, ...subtracted, to!];
    const codes = await coder.encode(choose(all.pictures, numbers));
    const direction = attribute(
      codes.slice(0, added.length),
      codes.slice(added.length, -1),
    );
    const code = codes.at(-1)!;
    const made = along(code, direction, strengths);
    const pictures = await coder.decode(made);
    if (out !== null)
      await writePicture(sheet(pictures, strengths.length), out, overwrite);
    return {
      ...{ run: run.path, reading: all.reading, strengths, file: out },
      ...{ added: added.length, subtracted: subtracted.length },
      ...{ direction: [...direction], code: [...code] },
      codes: made.map((one) => [...one]),
      ...{ shape: pictures.shape, pictures: toBytes(pictures) },
    };
  });

/** Throws as LabArithmeticResult says. */
function numbersOf(
  { names, labels, reading }: LabPictures,
  { classes, pictures }: LabGroup,
): readonly number[] {
  const known = reading.classes;
  if (classes.length > 0 && !known)
    throw new NitidoError("LAB_UNSUITABLE", { kind: "unlabelled" });
  const strange = classes.find((name) => !known?.includes(name));
  if (strange !== undefined)
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "unknownClass", name: strange },
      classes: (known ?? []).join(", "),
    });
  const places = new Map(names.map((name, n) => [name, n]));
  const named = pictures.map((picture) => {
    const place = places.get(picture);
    if (place === undefined)
      throw new NitidoError("USAGE", { kind: "unknownPicture", picture });
    return place;
  });
  const ofClasses = labels.flatMap((label, n) =>
    label !== null && classes.includes(label) ? [n] : [],
  );
  const all = [...new Set([...named, ...ofClasses])];
  refuseFew(all.length, 1);
  return all;
}
