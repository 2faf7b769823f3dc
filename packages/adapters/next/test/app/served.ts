import type { toNext } from "../../src/to-next.ts";
import type { toNextApi } from "../../src/to-next-api.ts";

/** What the routes of this app answer with. */
export interface Served {
  readonly appRouter: ReturnType<typeof toNext>;
  readonly pagesRouter: ReturnType<typeof toNextApi>;
}

/** The test runs the built app in its own process, but not in its own modules: they meet at the global object. */
const meetingPoint: { served?: Served } = Object(globalThis);

/** Has the app answer with these from now on. */
export function answerWith(served: Served): void {
  meetingPoint.served = served;
}

/** What the app is to answer with. */
export function served(): Served {
  if (meetingPoint.served === undefined) throw new Error("there is nothing to answer with");
  return meetingPoint.served;
}
