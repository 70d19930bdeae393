/** `denoise`: what it asks of the engine, what it says about each file, and how it ends. */
import { describe, expect, test } from "vitest";
import type {
  DenoiseResult,
  FileReport,
} from "../../../electron/services/api-files.ts";
import type { Call } from "../../../electron/services/api.ts";
import { NitidoError } from "../../../models/errors.ts";
import { nitido } from "../../support/fake-host.ts";

const done: FileReport = {
  input: "a.jpg",
  output: "out/a-denoised.jpg",
  status: "done",
  noise: { sigma: [8.04, 8.04, 12], a: 0, b: 0.001, correlation: 1 },
  notices: ["EXIF_DROPPED"],
  megapixels: 12,
  seconds: 65,
};
const skipped: FileReport = {
  input: "b.jpg",
  output: "out/b-denoised.jpg",
  status: "skipped",
  megapixels: 1,
  seconds: 0,
};
const failed: FileReport = {
  input: "c.jpg",
  output: null,
  status: "failed",
  error: {
    code: "FILE_EMPTY",
    message: "for logs",
    details: { file: "c.jpg" },
  },
  megapixels: 0,
  seconds: 0,
};

const answer =
  (...files: FileReport[]): Call<"denoise"> =>
  (request, watch) => {
    watch?.onProgress?.({
      kind: "started",
      files: files.length,
      megapixels: 13,
      model: request.model,
      choice: { device: "webgpu", name: "GPU", why: "fastest" },
    });
    watch?.onProgress?.({ kind: "work", input: "a.jpg", megapixels: 6.5 });
    for (const file of files) watch?.onProgress?.({ kind: "file", file });
    const result: DenoiseResult = {
      files,
      device: "webgpu",
      model: request.model,
    };
    return Promise.resolve(result);
  };

describe("the request", () => {
  test("has the defaults", async () => {
    const { calls } = await nitido("denoise a --out o", {
      engine: { denoise: answer() },
    });
    expect(calls).toEqual([
      {
        name: "denoise",
        request: {
          inputs: ["a"],
          out: "o",
          recursive: false,
          model: "fast-photo",
          noise: "auto",
          strength: 100,
          luma: 100,
          chroma: 100,
          detail: 0,
          device: "auto",
          format: "keep",
          bitDepth: "keep",
          quality: 92,
          subsampling: "auto",
          compression: "deflate",
          metadata: "keep",
          name: "{name}-denoised",
          existing: "fail",
        },
      },
    ]);
  });

  test("carries every option", async () => {
    const words =
      "denoise a --out o --recursive --model m.onnx --noise 12.5 --strength 0 --luma 1 --chroma 2.5 --detail 100" +
      " --device cpu --format avif --bit-depth 12 --quality 1 --subsampling 4:2:0 --progressive --compression lzw --metadata no-location --name x-{name} --skip-existing";
    const { calls } = await nitido(words, { engine: { denoise: answer() } });
    expect(calls[0]?.request).toEqual({
      inputs: ["a"],
      out: "o",
      recursive: true,
      model: "m.onnx",
      noise: 12.5,
      strength: 0,
      luma: 1,
      chroma: 2.5,
      detail: 100,
      device: "cpu",
      format: "avif",
      bitDepth: 12,
      quality: 1,
      subsampling: "4:2:0",
      progressive: true,
      compression: "lzw",
      metadata: "no-location",
      name: "x-{name}",
      existing: "skip",
    });
  });
});

test("takes two levels with a comma", async () => {
  const { calls } = await nitido("denoise a --out o --noise 20,3.5", {
    engine: { denoise: answer() },
  });
  expect(calls[0]?.request).toMatchObject({ noise: { luma: 20, chroma: 3.5 } });
});

test.each([
  ["--amount 80", { amount: 0.8 }],
  ["--noise auto --amount 115", { amount: 1.15 }],
  ["--amount 0,200", { amount: { luma: 0, chroma: 2 } }],
  ["--amount 90,90", { amount: 0.9 }],
  ["--amount 100", "auto"],
])("%s scales the level that is measured", async (words, noise) => {
  const { calls } = await nitido(`denoise a --out o ${words}`, {
    engine: { denoise: answer() },
  });
  expect(calls[0]?.request).toMatchObject({ noise });
  expect(calls[0]?.request).not.toHaveProperty("amount");
});

test.each([
  ["--amount 201", "a number from 0 to 200"],
  ["--amount 1,2,3", "or two of them with a comma"],
  ["--amount 100%", "not “100%”"],
  [
    "--amount 80 --noise 12",
    "--amount scales the noise level that is measured, and --noise 12 sets the level itself.",
  ],
  [
    "--noise 20,3.5 --amount 80 --lang es",
    "--amount multiplica el nivel de ruido que se mide y --noise 20,3.5 fija el propio nivel.",
  ],
])("%s is a wrong usage", async (words, complaint) => {
  for (const command of ["denoise a", "watch a"]) {
    const outcome = await nitido(`${command} --out o ${words}`);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(complaint);
  }
});

describe("the outcome", () => {
  test("for people: a line for each file, and the sum", async () => {
    const outcome = await nitido("denoise x --out out", {
      engine: { denoise: answer(done, skipped) },
    });
    expect(outcome).toMatchObject({ code: 0, engineStopped: true });
    expect(outcome.stdout.split("\n")).toEqual([
      "a.jpg → out/a-denoised.jpg  (12 MP, σ 8 12, 1 min 5 s)",
      "b.jpg: skipped, out/b-denoised.jpg is there already",
      "1 done, 0 failed, 1 skipped in 1 min 5 s with fast-photo on webgpu",
      "",
    ]);
    expect(outcome.stderr).toBe(
      "a.jpg: the EXIF data were left out, since the format has no place for them\n",
    );
  });

  test("is 1 when a file failed, which is said on stderr", async () => {
    const outcome = await nitido("denoise x --out out --lang es", {
      engine: { denoise: answer(skipped, failed) },
    });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toBe(
      "c.jpg: c.jpg está vacío. Cópielo de nuevo desde su origen.\n",
    );
  });

  test("for programs: one object with the texts in it", async () => {
    const outcome = await nitido("denoise x --out out --json", {
      engine: { denoise: answer(done, failed) },
    });
    expect(outcome.code).toBe(1);
    expect(JSON.parse(outcome.stdout)).toEqual({
      files: [
        done,
        {
          ...failed,
          error: {
            code: "FILE_EMPTY",
            message: "c.jpg is empty. Copy it again from where it came.",
            details: { file: "c.jpg" },
          },
        },
      ],
      device: "webgpu",
      model: "fast-photo",
    });
  });

  test("tells when work goes on with another device", async () => {
    const { stderr } = await nitido("denoise x --out out", {
      engine: {
        denoise: (_, watch) => {
          watch?.onProgress?.({
            kind: "device",
            choice: {
              device: "cpu",
              name: "Processor",
              why: "fallback",
              failed: "webgpu",
            },
          });
          return Promise.resolve({ files: [], device: "cpu", model: "m" });
        },
      },
    });
    expect(stderr).toBe(
      "going on with cpu (Processor), because webgpu failed\n",
    );
  });
});

describe("on a terminal", () => {
  test("a bar shows the share, the files and the time left, and goes away", async () => {
    const { stderr } = await nitido("denoise x --out out", {
      engine: { denoise: answer(done, skipped) },
      isTTY: true,
    });
    expect(stderr).toMatch(
      /█{12}░{12} 50 % {2}1 of 2 · [\d,.]+ MP\/s · \d+ s left/,
    );
    // Finished files scroll above the bar; the last thing done is to wipe it and show the cursor.
    expect(stderr).toContain("a.jpg → out/a-denoised.jpg");
    expect(stderr).toContain("\u001b[?25h");
  });
});

describe("failure of the whole", () => {
  test.each([
    ["MODEL_UNKNOWN", 2],
    ["MODEL_DAMAGED", 1],
    ["CANCELLED", 130],
  ] as const)("%s ends with %i", async (code, expected) => {
    const outcome = await nitido("denoise x --out out", {
      engine: { denoise: () => Promise.reject(new NitidoError(code)) },
    });
    expect(outcome).toMatchObject({ code: expected, engineStopped: true });
    expect(outcome.stdout).toBe("");
  });

  test("a bug is reported with its stack", async () => {
    const outcome = await nitido("denoise x --out out", {
      engine: { denoise: () => Promise.reject(new TypeError("oops")) },
    });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain("should not: oops.");
    expect(outcome.stderr).toContain("denoise.test.ts");
  });

  test("whoever stops before the engine starts gets 130 and no engine", async () => {
    const outcome = await nitido("denoise x --out out", {
      signal: AbortSignal.abort(),
    });
    expect(outcome).toMatchObject({ code: 130, calls: [] });
  });

  test("the wish to stop reaches the engine", async () => {
    const stop = new AbortController();
    const outcome = await nitido("denoise x --out out", {
      signal: stop.signal,
      engine: {
        denoise: (_, watch) => {
          const stopped = new Promise<never>((_resolve, reject) => {
            watch?.signal?.addEventListener("abort", () =>
              reject(new NitidoError("CANCELLED")),
            );
          });
          stop.abort();
          return stopped;
        },
      },
    });
    expect(outcome).toMatchObject({ code: 130, stderr: "Cancelled.\n" });
  });
});
