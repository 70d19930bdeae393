/** JPEG XL with jxl-oxide. */
import type { JxlImage } from "jxl-oxide-wasm";
import { moduleBytes } from "./module-bytes.ts";
import type { JxlFacts } from "./messages.ts";

export async function jxlFacts(file: Uint8Array): Promise<JxlFacts> {
  const { width = 0, height = 0, animated = false } = await open(file);
  return { width, height, animated };
}

/** The first frame, upright, in the depth and colours that the file has. */
export async function jxlPng(file: Uint8Array): Promise<Uint8Array> {
  const image = await open(file);
  if (image.numLoadedKeyframes === 0)
    throw new Error("the file ends too early");
  return image.render(0).encodeToPng();
}

async function open(file: Uint8Array): Promise<JxlImage> {
  const library = await import("jxl-oxide-wasm");
  library.initSync({ module: await moduleBytes("jxl-oxide-wasm/module.wasm") });
  const image = new library.JxlImage();
  image.feedBytes(file);
  if (!image.tryInit()) throw new Error("the file ends too early");
  return image;
}
