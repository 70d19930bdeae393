/** Telling a mouse's wheel from a touchpad. */
import { expect, test } from "vitest";
import { WheelKind } from "../../../renderer/src/viewer/gestures.ts";

const notch = { deltaX: 0, deltaY: 100, deltaMode: 0, wheelDeltaY: -120 };
const touch = { deltaX: 0, deltaY: 3, deltaMode: 0, wheelDeltaY: -9 };

test("whole notches are a wheel's", () => {
  expect(new WheelKind().isWheel({ ...notch, timeStamp: 0 })).toBe(true);
});

test("on fine screens, a notch may be reported as less", () => {
  const part = { ...notch, wheelDeltaY: -80, timeStamp: 0 };
  expect(new WheelKind().isWheel(part, 1.5)).toBe(true);
  expect(new WheelKind().isWheel(part, 1)).toBe(false);
});

test("a few pixels, or pixels sideways, are a touchpad's", () => {
  expect(new WheelKind().isWheel({ ...touch, timeStamp: 0 })).toBe(false);
  expect(new WheelKind().isWheel({ ...notch, deltaX: 1, timeStamp: 0 })).toBe(
    false,
  );
});

test("the first event decides for the gesture", () => {
  const kind = new WheelKind();
  kind.isWheel({ ...touch, timeStamp: 0 });
  expect(kind.isWheel({ ...notch, timeStamp: 100 })).toBe(false);
  expect(kind.isWheel({ ...notch, timeStamp: 600 })).toBe(true);
});
