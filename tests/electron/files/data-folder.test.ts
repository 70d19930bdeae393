/** The user's data: where the environment says, or where the system keeps such things. */
import { isAbsolute, join, resolve } from "node:path";
import { expect, test } from "vitest";
import {
  dataFolder,
  modelsFolder,
} from "../../../electron/files/data-folder.ts";

test("NITIDO_DATA names the folder, from the working folder on", () => {
  expect(dataFolder({ NITIDO_DATA: "/some/where" })).toBe(
    resolve("/some/where"),
  );
  expect(dataFolder({ NITIDO_DATA: "here" })).toBe(resolve("here"));
  expect(modelsFolder({ NITIDO_DATA: "here" })).toBe(
    join(resolve("here"), "models"),
  );
});

test.each([{}, { NITIDO_DATA: "" }])(
  "otherwise it is the system's, and Nítido's own",
  (environment) => {
    const folder = dataFolder(environment);
    expect(isAbsolute(folder)).toBe(true);
    expect(folder).toMatch(/nitido/);
  },
);
