/**
 * An Express server that takes one delivery of many megabytes, and tells its parent the memory at its peak:
 * `node --expose-gc serve-express.ts <bytes> <side>`, with a channel to its parent.
 */
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createReceiver } from "@hooks/core";
import { toExpress } from "@hooks/express";
import { github } from "@hooks/providers/github";
import express, { type RequestHandler } from "express";
import { secret } from "../verify/case.ts";
import { forgetPeak, residentBytes } from "./resident.ts";

/** Bytes over what the process held before the delivery. */
export interface Peak {
  readonly rss: number;
  readonly heapAndExternal: number;
}

const [bytes, side] = process.argv.slice(2);
const maxBodyBytes = Number(bytes) + 1024;

const byHand: RequestHandler = (req, res) => {
  const mac = createHmac("sha256", secret).update(req.body).digest("hex");
  const isGenuine = req.headers["x-hub-signature-256"] === `sha256=${mac}`;
  JSON.parse(req.body.toString());
  res.status(isGenuine ? 200 : 401).json({ received: true });
};

const app = express();
if (side === "byHand") {
  app.post("/", express.raw({ type: "*/*", limit: maxBodyBytes }), byHand);
} else {
  const on = { "*": () => undefined };
  app.post("/", toExpress(createReceiver({ provider: github, secret, maxBodyBytes, on })));
}
const server = app.listen(0, "127.0.0.1");

const held = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

let before = { rss: 0, heapAndExternal: 0 };
let most = 0;
let sampler: NodeJS.Timeout | undefined;

process.on("message", (message) => {
  if (message === "begin") {
    globalThis.gc?.();
    forgetPeak();
    before = { rss: residentBytes("VmRSS"), heapAndExternal: held() };
    most = 0;
    sampler = setInterval(() => {
      most = Math.max(most, held());
    }, 1);
    process.send?.("begun");
  } else {
    clearInterval(sampler);
    const heapAndExternal = Math.max(most, held()) - before.heapAndExternal;
    process.send?.({ rss: residentBytes("VmHWM") - before.rss, heapAndExternal } satisfies Peak);
  }
});
server.once("listening", () => process.send?.((server.address() as AddressInfo).port));
