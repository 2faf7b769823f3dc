import { gzipSync } from "node:zlib";
import { openRequest, readText } from "../../packages/testing/src/test-adapter-exchange.ts";
import { same } from "../tally.ts";
import type { HostCase } from "./host-trial.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Requests that only a connection of one's own can make. */
export const socketRequestCases: readonly HostCase[] = [
  {
    name: "request: header names in any case",
    scenario: "storeless",
    run: async (trial) => {
      const { headers, body } = await trial.signed();
      const coded = [...headers, ["content-encoding", "gzip"] as const];
      const spelt = coded.map(([name, value]) => [name.toUpperCase(), value] as const);
      await trial.answers("received", { headers: spelt, body: gzipSync(body) });
      await trial.has(1, "processed");
    },
  },
  {
    name: "request: expect 100-continue",
    scenario: "plain",
    run: async (trial) => {
      const { headers, body } = await trial.signed();
      await trial.answers("received", { headers: [...headers, ["expect", "100-continue"]], body });
      await trial.has(1, "processed");
    },
  },
  {
    name: "request: two at once on one connection",
    scenario: "unhurried",
    run: async (trial) => {
      const { headers, body } = await trial.signed();
      const framed = [...headers, ["content-length", String(body.length)] as const];
      const { host, pathname } = new URL(trial.url);
      const lines = [["host", host] as const, ...framed].map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      const second = utf8(`POST ${pathname} HTTP/1.1\r\n${lines.join("")}\r\n`);
      const request = { headers: framed, body: Uint8Array.of(...body, ...second, ...body) };
      const socket = await openRequest(trial.url, request);
      const text = await readText(socket, '{"received":true,"eventId":"msg_1"}', 2);
      socket.destroy();
      const answers = text.split("HTTP/1.1 200 ").length - 1;
      if (trial.traits.refusesPipelines) {
        same("the count of answers", answers, 0);
        await trial.has(1, "processed");
      } else {
        same("the count of answers", answers, 2);
        await trial.has(2, "processed", "processed");
      }
    },
  },
  {
    name: "request: a body of a method that is refused",
    scenario: "plain",
    run: async (trial) => {
      const signed = await trial.signed();
      await trial.answers("method_not_allowed", { ...signed, method: "GET" }, "GET");
      await trial.answers("method_not_allowed", { ...signed, method: "OPTIONS" }, "OPTIONS");
      await trial.has(0, "method_not_allowed", "method_not_allowed");
    },
  },
];
