/** The use case `models`: the shipped networks, or one network with its card. */
import type { ModelReport } from "../../services/api.ts";
import {
  type LoadedNetwork,
  loadNetwork,
  shippedNames,
} from "../networks/load.ts";
import type { Task } from "./task.ts";

export const models: Task<"models"> = async ({ model }) => {
  if (model !== null) {
    const network = await loadNetwork(model);
    const report = describe(network);
    return {
      models: [network.card ? { ...report, card: network.card } : report],
    };
  }
  const networks = await Promise.all((await shippedNames()).map(loadNetwork));
  return { models: networks.map(describe) };
};

function describe({ name, file, bytes, card }: LoadedNetwork): ModelReport {
  const report = { name, file, megabytes: bytes.length / 1e6 };
  if (!card) return report;
  const { network, noise, parameters } = card;
  return { ...report, network, noise, parameters };
}
