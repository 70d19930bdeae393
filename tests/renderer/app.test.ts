/** The frame of the interface. */
import { render } from "@testing-library/svelte";
import { expect, test } from "vitest";
import App from "../../renderer/src/App.svelte";

test("shows its name", () => {
  const { getByRole } = render(App);
  expect(getByRole("heading").textContent).toBe("Nítido");
});
