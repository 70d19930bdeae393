/** The app's own scheme: `nitido://app/` stands for the built interface, and for the pixels behind it. */
import type { CustomScheme } from "electron";
import type { Backend } from "../contract/transport.ts";
import type { Pages } from "../hosts/pages.ts";

export const SCHEME = "nitido";
const HOST = "app";

/** The origin of the interface. */
export const ORIGIN = `${SCHEME}://${HOST}`;
/** The address of the interface. */
export const PAGE = `${ORIGIN}/`;

/** Must be registered before Electron is ready. */
export const SCHEMES: CustomScheme[] = [
  {
    scheme: SCHEME,
    privileges: {
      standard: true,
      secure: true,
      supportFetchAPI: true,
      stream: true,
      codeCache: true,
    },
  },
];

/** Answers requests to the scheme: files of the interface first, and the backend's resources. */
export function answerRequests(
  pages: Pages,
  backend: Backend,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (new URL(request.url).host !== HOST)
      return new Response(null, { status: 404 });
    return (await pages(request)) ?? backend.fetch(request);
  };
}
