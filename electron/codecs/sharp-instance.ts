/** The pixel library, set up once: little memory, one thread, and only the decoders that the table names. */
import sharp from "sharp";

// A cache of decoded pixels and open files would keep what is used only once.
sharp.cache(false);
// Compression is sequential anyway, and inference needs the cores.
sharp.concurrency(1);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpeg",
    "VipsForeignLoadPng",
    "VipsForeignLoadTiff",
    "VipsForeignLoadWebp",
    "VipsForeignLoadHeif",
    "VipsForeignLoadNsgif",
  ],
});

export { sharp };
