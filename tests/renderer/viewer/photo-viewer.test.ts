/** The viewer as people meet it: labels, handle, keys and what it reports. Pixels are tested in a browser. */
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type {
  ImageFacts,
  ImageItem,
} from "../../../electron/contract/values.ts";
import type { ViewMode } from "../../../renderer/src/viewer/panes.ts";
import { Viewer } from "../../../renderer/src/viewer/viewer.svelte.ts";
import ViewerHost from "./ViewerHost.svelte";

const OPENING: ImageItem = {
  id: "a",
  name: "night.jpg",
  path: null,
  state: "opening",
  fraction: 0,
  revision: 1,
  settings: {
    model: "auto",
    noise: "auto",
    strength: 100,
    luma: 100,
    chroma: 100,
    detail: 0,
  },
};
const IMAGE: ImageItem = {
  ...OPENING,
  state: "done",
  fraction: 1,
  facts: { width: 4000, height: 2000 } as ImageFacts,
};

/** Takes every call: happy-dom draws nothing. */
const context = new Proxy({}, { get: () => () => undefined, set: () => true });

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(((
    kind: string,
  ) => (kind === "2d" ? context : null)) as never);
  vi.stubGlobal("fetch", () => Promise.reject(new Error("no tiles")));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function show(mode: ViewMode, image: ImageItem = IMAGE) {
  const viewer = new Viewer(() => true);
  const onview = vi.fn();
  const { settings } = image;
  render(ViewerHost, { viewer, image, settings, mode, gain: 8, onview });
  return { viewer, onview };
}

test.each<[ViewMode, string[]]>([
  ["split", ["Before", "After"]],
  ["side-by-side", ["Before", "After"]],
  ["after", ["After"]],
  ["residual", ["Removed ×8"]],
])("%s says what is shown", (mode, labels) => {
  show(mode);
  for (const label of labels) expect(screen.getByText(label)).toBeTruthy();
  expect(screen.queryAllByRole("slider")).toHaveLength(
    mode === "split" ? 1 : 0,
  );
});

test("the arrows move the split, not the image", async () => {
  const { viewer } = show("split");
  const handle = screen.getByRole("slider");
  await fireEvent.keyDown(handle, { key: "ArrowLeft", shiftKey: true });
  expect(handle.getAttribute("aria-valuenow")).toBe("40");
  expect(handle.getAttribute("aria-valuetext")).toBe("40% before");
  expect(viewer.fitted).toBe(true);
});

test("space shows the other side as long as it is held", async () => {
  show("after");
  const area = screen.getByRole("application");
  await fireEvent.keyDown(area, { key: " " });
  expect(screen.getByText("Before")).toBeTruthy();
  await fireEvent.keyUp(area, { key: " " });
  expect(screen.getByText("After")).toBeTruthy();
});

test("the loupe names the side that it shows", async () => {
  show("after");
  await fireEvent.keyDown(screen.getByRole("application"), { key: "l" });
  expect(screen.getByText("Before")).toBeTruthy();
});

test("what is visible is reported when the image has come to rest", async () => {
  const { viewer, onview } = show("after");
  expect(onview).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(onview).toHaveBeenCalledExactlyOnceWith({
    x: 0,
    y: 0,
    width: 4000,
    height: 2000,
  });
  viewer.zoomTo(8);
  await vi.advanceTimersByTimeAsync(200);
  expect(onview).toHaveBeenCalledTimes(2);
});

test("an image that is being opened says so", () => {
  show("split", OPENING);
  expect(screen.getByRole("status").textContent).toContain("Opening night.jpg");
  expect(screen.queryByText("Before")).toBeNull();
});
