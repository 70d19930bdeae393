/** What the decoder of a run makes of codes, the newest that are wanted. */
import type { LabDecodeResult } from "../../../../../../electron/contract/lab-values.ts";
import { useApp } from "../../../../state/app.svelte.ts";
import { Latest } from "../../../../state/latest.svelte.ts";
import { useLab } from "../../lab.svelte.ts";

/** To be called while a component is set up. Failures are reported to the person. */
export function useDecoded(
  run: string,
): Latest<readonly Float32Array[], LabDecodeResult> {
  const app = useApp();
  const { views } = useLab();
  return new Latest(
    (codes) =>
      views("decoded", {
        ...{ id: run, count: 1, seed: 0 },
        codes: codes.map((code) => [...code]),
      }),
    (error) => app.report(error),
  );
}
