import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { FailureStep } from "./failure-script.ts";

const plain = { "content-type": "text/plain" } as const;

/** So many bytes, made while they are taken. */
function* bytes(count: number): Generator<Uint8Array> {
  const block = Buffer.alloc(65_536, "a");
  for (let left = count; left > 0; left -= block.length) yield block.subarray(0, left);
}

/** A byte at a time, until nobody takes it any more. */
function drip(res: ServerResponse, everyMs: number): void {
  res.writeHead(200, plain);
  res.write(".");
  const timer = setInterval(() => res.write("."), everyMs);
  res.on("close", () => clearInterval(timer));
}

/** Does to a client what a step of a script says. Its request has been read. */
export function playStep(step: FailureStep, req: IncomingMessage, res: ServerResponse): void {
  switch (step.kind) {
    case "timeout":
      return;
    case "reset":
      req.socket.resetAndDestroy();
      return;
    case "truncated":
      res.writeHead(200, { ...plain, "content-length": 1000 });
      res.write("the answer ends he", () => req.socket.destroy());
      return;
    case "drip":
      drip(res, step.everyMs);
      return;
    case "oversized":
      res.writeHead(200, { ...plain, "content-length": step.bytes });
      // Whoever has had enough goes away.
      pipeline(Readable.from(bytes(step.bytes)), res).catch(() => undefined);
      return;
    case "gzip-bomb":
      res.writeHead(200, { ...plain, "content-encoding": "gzip" });
      pipeline(Readable.from(bytes(step.bytes)), createGzip(), res).catch(() => undefined);
      return;
    default:
      res.writeHead(step.status, step.headers).end();
  }
}
