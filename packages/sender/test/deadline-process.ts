/**
 * A process with exchanges one after the other, each answered at once or never: `node deadline-process.ts <deadline>
 * answered never`. It says how each has ended, and is held by nothing but their deadlines.
 */
import type { Dispatcher } from "undici";
import { deadlinePassed, Exchanges } from "../src/exchanges.ts";

const [, , deadlineMs = "", ...kinds] = process.argv;
const exchanges = new Exchanges({ deadlineMs: Number(deadlineMs), maxReplyBytes: 0 });
// No real one is without timers and sockets, which hold a process as well.
const dispatch = (isAnswered: boolean): Dispatcher["dispatch"] => {
  return (_options, handler) => {
    if (isAnswered) handler.onResponseEnd?.({} as Dispatcher.DispatchController, {});
    return true;
  };
};
for (const kind of kinds) {
  const dispatcher = { dispatch: dispatch(kind === "answered") } as Dispatcher;
  const request = { origin: "http://localhost", path: "/", method: "POST" } as const;
  const { fault } = await exchanges.run(dispatcher, { ...request, headers: [] }, undefined);
  console.log(fault === deadlinePassed ? "late" : "ended");
}
