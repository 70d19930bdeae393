/** A backend that remembers its calls and lets a test emit events. */
import type {
  AppEvent,
  Backend,
} from "../../../electron/contract/transport.ts";

export interface FakeBackend extends Backend {
  readonly calls: readonly (readonly [string, unknown])[];
  readonly emit: (event: AppEvent) => void;
}

/** `answers` holds what calls resolve with; an Error is what they reject with. */
export function fakeBackend(
  answers: Readonly<Record<string, unknown>> = {},
): FakeBackend {
  const calls: (readonly [string, unknown])[] = [];
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    calls,
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    invoke: (name, parameter) => {
      calls.push([name, parameter]);
      const answer = answers[name] ?? null;
      return answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve(answer);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fetch: (request) =>
      Promise.resolve(
        new Response(`pixels of ${new URL(request.url).pathname}`),
      ),
  };
}
