import type { IncomingMessage, ServerResponse } from "node:http";
import type { FailureStep } from "./failure-script.ts";

/** Does to a client what a step of a script says. Its request has been read. */
export function playStep(step: FailureStep, req: IncomingMessage, res: ServerResponse): void {
  switch (step.kind) {
    case "timeout":
      return;
    case "reset":
      req.socket.resetAndDestroy();
      return;
    case "truncated":
      res.writeHead(200, { "content-type": "text/plain", "content-length": 1000 });
      res.write("the answer ends he", () => req.socket.destroy());
      return;
    default:
      res.writeHead(step.status, step.headers).end();
  }
}
