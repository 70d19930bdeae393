/** Asks the app for pictures of the lab. */
import { type Answer, valueOf } from "../../../../electron/contract/answer.ts";
import {
  type LabViewAnswer,
  type LabViewName,
  type LabViewRequest,
  labViewPath,
  unpackView,
} from "../../../../electron/contract/lab-views.ts";

/** Rejects with a NitidoError. */
export type Views = <Name extends LabViewName>(
  name: Name,
  request: LabViewRequest<Name>,
) => Promise<LabViewAnswer<Name>>;

export const createViews =
  (fetcher: typeof fetch): Views =>
  async (name, request) => {
    const response = await fetcher(labViewPath(name), {
      method: "POST",
      body: JSON.stringify(request),
    });
    if (!response.ok) valueOf((await response.json()) as Answer);
    return unpackView(await response.arrayBuffer()) as never;
  };
