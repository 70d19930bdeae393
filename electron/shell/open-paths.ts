/** What happens to files that are opened from outside the page: they join the film strip, and the first is shown. */
import { fromErrorData } from "../contract/error-data.ts";
import type { ParameterOf, ResultOf } from "../contract/api.ts";
import type { Backend } from "../contract/transport.ts";

/** `report` hears of the first one that is no photograph, and of whatever fails. */
export function pathOpener(
  backend: Backend,
  report: (thrown: unknown) => void,
): (paths: readonly string[]) => Promise<void> {
  return async (paths) => {
    try {
      const files: ParameterOf<"images.add"> = { paths: [...paths] };
      const { refused } = (await backend.invoke(
        "images.add",
        files,
      )) as ResultOf<"images.add">;
      const [error] = refused;
      if (error) report(fromErrorData(error));
    } catch (thrown) {
      report(thrown);
    }
  };
}
