/** What the lab calls its runs and pictures. */
import type {
  LabItem,
  LabPlan,
} from "../../../../electron/contract/lab-values.ts";
import { useMessages } from "../../messages/messages.svelte.ts";
import { folderName } from "../../state/trainings.svelte.ts";

/** Of the component that asks: the language may change. */
export function useNames() {
  const { text, number } = useMessages();
  const source = (path: string): string =>
    path === "digits" || path === "shapes"
      ? text(`lab.source_${path}`)
      : folderName(path);
  const corruption = ({ corruption: kind }: LabPlan): string =>
    kind === null
      ? ""
      : `, ${text(`lab.corruption_${kind.kind}`)} ${number(kind.amount, 2)}`;
  return {
    source,
    /** `Digits · deep, 16` and what is done to the pictures. */
    run: ({ plan }: Pick<LabItem, "plan">): string =>
      `${source(plan.source)} · ${text(`lab.network_${plan.network}`)}, ${number(plan.latent)}${corruption(plan)}`,
  };
}
