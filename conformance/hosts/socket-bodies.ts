import { openRequest, readText, write } from "../../packages/testing/src/test-adapter-exchange.ts";
import { holds, same } from "../tally.ts";
import type { HostCase, HostTrial } from "./host-trial.ts";
import { maxBodyBytes } from "./limits.ts";

const chunked = ["transfer-encoding", "chunked"] as const;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const largest = `"${"0".repeat(maxBodyBytes - 2)}"`;

interface Breach {
  readonly name: string;
  readonly framing: readonly [name: string, value: string];
  /** What is sent of the body; the connection ends after it. */
  readonly sent: string;
}

const breaches: readonly Breach[] = [
  { name: "half a body", framing: ["content-length", "2000"], sent: "0".repeat(1000) },
  { name: "all of a body but its last byte", framing: ["content-length", "3"], sent: "{}" },
  { name: "half a chunk", framing: chunked, sent: "10\r\n{}" },
  { name: "all chunks but the last", framing: chunked, sent: "2\r\n{}\r\n" },
];

/** Long enough for the host to have taken in what was sent. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** The broken one leaves no trace: the same delivery is accepted when it comes whole. */
async function isUntouched(trial: HostTrial): Promise<void> {
  await trial.answers("received", await trial.signed(), "the next request");
  const { handled } = await trial.control("report");
  same("the count of handled events", handled, 1);
}

const hugeChunk = utf8(`10000\r\n${"0".repeat(65_536)}\r\n`);

/** Sends chunk after chunk until an answer comes, or there were `most` of them. */
async function flood(url: string, most: number): Promise<{ answer: string; count: number }> {
  const socket = await openRequest(url, { headers: [chunked] });
  let isAnswered = false;
  const answer = readText(socket, '{"error":"body_too_large"}').finally(() => {
    isAnswered = true;
  });
  let count = 0;
  for (; count < most && !isAnswered && !socket.destroyed; count++) await write(socket, hugeChunk);
  return { answer: await answer.finally(() => socket.destroy()), count };
}

/** Bodies that are too long, or end too soon: what only a connection of one's own can send. */
export const socketBodyCases: readonly HostCase[] = [
  {
    name: "size: chunks at the limit, and one byte over it",
    scenario: "storeless",
    run: async (trial) => {
      const signed = await trial.signed(largest);
      await trial.answers("received", { ...signed, pieces: [signed.body] }, "one chunk");
      const { headers, body } = await trial.signed(`${largest} `);
      const pieces = [body.subarray(0, -1), body.subarray(-1)];
      await trial.answers("body_too_large", { headers, pieces }, "two chunks");
      await trial.has(1, "processed", "body_too_large");
    },
  },
  {
    name: "size: refused while it is sent, without an end in sight",
    scenario: "plain",
    run: async (trial) => {
      const { answer, count } = await flood(trial.url, 2000);
      const isLost = trial.traits.cutsFloods && answer === "";
      holds(isLost || answer.startsWith("HTTP/1.1 413 "), `the answer is "${answer}"`);
      holds(count < 2000, "the answer came when all had been sent");
      await trial.has(0, "body_too_large");
    },
  },
  {
    name: "size: refused by its declared length, before it is sent",
    scenario: "plain",
    run: async (trial) => {
      const headers = [["content-length", "1000000"]] as const;
      const socket = await openRequest(trial.url, { headers });
      const text = await readText(socket, '{"error":"body_too_large"}');
      holds(text.startsWith("HTTP/1.1 413 "), `the answer is "${text}"`);
      socket.destroy();
      await trial.has(0, "body_too_large");
    },
  },
  ...breaches.map((breach) => ({
    name: `broken: the client goes away after ${breach.name}`,
    scenario: "plain",
    run: async (trial: HostTrial): Promise<void> => {
      const { framing, sent } = breach;
      const { headers } = await trial.signed(framing === chunked ? "{}" : sent);
      const request = { headers: [...headers, framing], body: utf8(sent) };
      const socket = await openRequest(trial.url, request);
      await pause();
      socket.destroy();
      await isUntouched(trial);
    },
  })),
  {
    name: "broken: a chunk whose size is none",
    scenario: "plain",
    run: async (trial) => {
      const { headers } = await trial.signed();
      const socket = await openRequest(trial.url, { headers: [...headers, chunked] });
      await write(socket, utf8("2\r\n{}\r\n"));
      await write(socket, utf8("zz\r\n"));
      socket.resume();
      await pause();
      socket.destroy();
      await isUntouched(trial);
    },
  },
  {
    name: "broken: a body that does not come to its end",
    scenario: "impatient",
    run: async (trial) => {
      const { headers } = await trial.signed();
      const socket = await openRequest(trial.url, { headers: [...headers, chunked] });
      await write(socket, utf8("1\r\n{\r\n"));
      const text = await readText(socket, '{"error":"body_timeout"}');
      holds(text.startsWith("HTTP/1.1 408 "), `the answer is "${text}"`);
      socket.destroy();
      await trial.has(0, "body_timeout");
    },
  },
  {
    name: "broken: a length that is longer than the body",
    scenario: "impatient",
    run: async (trial) => {
      const { headers, body } = await trial.signed();
      const lying = [...headers, ["content-length", "3"] as const];
      const socket = await openRequest(trial.url, { headers: lying, body });
      const text = await readText(socket, '{"error":"body_timeout"}');
      holds(text.startsWith("HTTP/1.1 408 "), `the answer is "${text}"`);
      socket.destroy();
      await trial.has(0, "body_timeout");
    },
  },
  {
    name: "broken: a length that is shorter than the body",
    scenario: "plain",
    run: async (trial) => {
      const { headers, body } = await trial.signed();
      const lying = [...headers, ["content-length", "1"] as const];
      const socket = await openRequest(trial.url, { headers: lying, body });
      const text = await readText(socket, '{"error":"signature_mismatch"}');
      // What comes behind the body is no request, which a host may be the first to say.
      holds(/^HTTP\/1.1 40[01] /.test(text), `the answer is "${text}"`);
      socket.destroy();
      await trial.has(0, "signature_mismatch");
    },
  },
  {
    name: "broken: the client goes away while the handler works",
    scenario: "held",
    run: async (trial) => {
      const { headers, body } = await trial.signed();
      const framed = [...headers, ["content-length", String(body.length)] as const];
      const socket = await openRequest(trial.url, { headers: framed, body });
      await trial.reported(({ handled }) => handled === 1);
      socket.destroy();
      await pause();
      await trial.control("release");
      await trial.reported(({ outcomes }) => outcomes.length === 1);
      await trial.answers("duplicate", await trial.signed(), "the next try");
      await trial.has(1, "processed", "duplicate");
    },
  },
];
