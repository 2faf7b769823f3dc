/**
 * An Express server that takes one delivery of many megabytes, and tells its parent the memory at its peak:
 * `node --expose-gc serve-express.ts <bytes>`, with a channel to its parent.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createReceiver } from "@hooks/core";
import { toExpress } from "@hooks/express";
import { github } from "@hooks/providers/github";
import express from "express";
import { secret } from "../verify/case.ts";

/** Bytes over what the process held before the delivery. */
export interface Peak {
  readonly rss: number;
  readonly heapAndExternal: number;
}

const receiver = createReceiver({
  provider: github,
  secret,
  maxBodyBytes: Number(process.argv[2]) + 1024,
  on: { "*": () => undefined },
});
const server = express().post("/", toExpress(receiver)).listen(0, "127.0.0.1");

/** Bytes of a field of Linux's account of this process. */
function statusOf(field: string): number {
  const [, kilobytes] = readFileSync("/proc/self/status", "utf8").match(`${field}:\\s+(\\d+)`) ?? [];
  return Number(kilobytes) * 1024;
}

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
    // Has the system forget the peak that there was.
    writeFileSync("/proc/self/clear_refs", "5");
    before = { rss: statusOf("VmRSS"), heapAndExternal: held() };
    most = 0;
    sampler = setInterval(() => {
      most = Math.max(most, held());
    }, 1);
    process.send?.("begun");
  } else {
    clearInterval(sampler);
    const heapAndExternal = Math.max(most, held()) - before.heapAndExternal;
    process.send?.({ rss: statusOf("VmHWM") - before.rss, heapAndExternal } satisfies Peak);
  }
});
server.once("listening", () => process.send?.((server.address() as AddressInfo).port));
