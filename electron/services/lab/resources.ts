/** Answers requests for pictures of the lab; electron/contract/lab-views.ts has the table. */
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import {
  type LabViewAnswer,
  type LabViewName,
  type LabViewRequest,
  labViewPath,
  labViews,
  packView,
} from "../../contract/lab-views.ts";
import type { Engine } from "../api.ts";
import { data, type Route } from "../resources.ts";
import { type Labs, SEED, useOf } from "./labs.ts";
import { sourceOf } from "./source.ts";

export interface LabResourcePorts {
  /** The one that trains; started when it is asked for. */
  readonly engine: () => Pick<
    Engine,
    | "labSource"
    | "labRebuild"
    | "labDecode"
    | "labFeatures"
    | "labFilters"
    | "labArithmetic"
    | "labCompress"
  >;
  readonly labs: Pick<Labs, "find">;
}

/** Total: a view without an answer does not compile. */
type Answers = {
  readonly [Name in LabViewName]: (
    request: LabViewRequest<Name>,
  ) => Promise<LabViewAnswer<Name>>;
};

export function labRoutes({
  engine,
  labs,
}: LabResourcePorts): readonly Route[] {
  const answers: Answers = {
    source: ({ source, ...wish }) =>
      engine().labSource({ ...wish, source: sourceOf(source) }),
    snapshot: ({ id }) => Promise.resolve(labs.find(id).snapshot),
    rebuilt: ({ id, source, ...wish }) =>
      engine().labRebuild({
        ...{ ...wish, ...useOf(labs.find(id), source), seed: SEED },
      }),
    decoded: ({ id, ...wish }) => {
      const { run, device } = useOf(labs.find(id), null);
      const nowhere = { out: null, overwrite: false };
      return engine().labDecode({ ...wish, ...nowhere, run, device });
    },
    compressed: ({ id, limit }) =>
      engine().labCompress({
        ...{ ...useOf(labs.find(id), null), limit },
        ...{ out: null, examples: null, overwrite: false },
      }),
    arithmetic: ({ id, source, ...wish }) =>
      engine().labArithmetic({
        ...{ ...wish, ...useOf(labs.find(id), source) },
        ...{ out: null, overwrite: false },
      }),
    features: ({ id, source, ...wish }) =>
      engine().labFeatures({
        ...{ ...wish, ...useOf(labs.find(id), source) },
        ...{ out: null, overwrite: false },
      }),
    filters: ({ id, limit }) =>
      engine().labFilters({ run: labs.find(id).path, limit }),
  };
  return (Object.keys(labViews) as LabViewName[]).map((name) => [
    "POST",
    new RegExp(`^${labViewPath(name)}$`),
    async (request) => {
      const asked: unknown = await request.json().catch(() => null);
      const checked = v.safeParse(labViews[name].parameter, asked);
      if (!checked.success)
        throw new NitidoError("USAGE", {
          ...{ kind: "parameter", call: labViewPath(name) },
          reason: v.summarize(checked.issues),
        });
      const answer = await answers[name](checked.output as never);
      return data(packView(answer), "application/octet-stream");
    },
  ]);
}
