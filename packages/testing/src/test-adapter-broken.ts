import { deferred, inTime, openRequest, readText, write } from "./test-adapter-exchange.ts";
import type { AdapterCase, AdapterTrial } from "./test-adapter-trial.ts";

const chunked = ["transfer-encoding", "chunked"] as const;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

interface Breach {
  readonly name: string;
  readonly framing: readonly [name: string, value: string];
  /** What is sent of the body; the connection ends after it. */
  readonly sent: string;
}

const breaches: readonly Breach[] = [
  { name: "half a body", framing: ["content-length", "2000"], sent: "0".repeat(1000) },
  { name: "all of a body but its last byte", framing: ["content-length", "3"], sent: "{}" },
  { name: "none of a body", framing: ["content-length", "2"], sent: "" },
  { name: "half a chunk", framing: chunked, sent: "10\r\n{}" },
  { name: "all chunks but the last", framing: chunked, sent: "2\r\n{}\r\n" },
];

/** Long enough for the server to have taken in what was sent. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Signed over what is sent of it, so that nothing but its length is wrong with it. */
async function open(trial: AdapterTrial, { framing, sent }: Breach) {
  const content = framing === chunked ? "{}" : sent;
  const { headers } = await trial.signed(content);
  return openRequest(trial.url, { headers: [...headers, framing], body: text(sent) });
}

/** The broken one leaves no trace: the same delivery is accepted when it comes whole. */
async function checkNext(trial: AdapterTrial): Promise<void> {
  await trial.hasReported("body_malformed");
  trial.hasHandled(0);
  await trial.answers("received", await trial.signed(), "the next request");
  trial.hasHandled(1);
}

/** Requests whose body ends before it is complete. */
export const brokenCases: readonly AdapterCase[] = [
  ...breaches.map((breach) => ({
    name: `broken: the client goes away after ${breach.name}`,
    run: async (trial: AdapterTrial): Promise<void> => {
      await trial.serve();
      const socket = await open(trial, breach);
      await pause();
      socket.destroy();
      await checkNext(trial);
    },
  })),
  ...breaches.map((breach) => ({
    name: `broken: the client says that it is done after ${breach.name}`,
    run: async (trial: AdapterTrial): Promise<void> => {
      await trial.serve();
      const socket = await open(trial, breach);
      socket.end();
      socket.resume();
      await checkNext(trial);
      socket.destroy();
    },
  })),
  {
    name: "broken: a chunk whose size is none",
    run: async (trial) => {
      await trial.serve();
      const { headers } = await trial.signed();
      const socket = await openRequest(trial.url, { headers: [...headers, chunked] });
      await write(socket, text("2\r\n{}\r\n"));
      await write(socket, text("zz\r\n"));
      socket.resume();
      await checkNext(trial);
      socket.destroy();
    },
  },
  {
    name: "broken: a body that does not come to its end",
    run: async (trial) => {
      await trial.serve({ timeoutMs: 100 });
      const { headers } = await trial.signed();
      const socket = await openRequest(trial.url, { headers: [...headers, chunked] });
      await write(socket, text("1\r\n{\r\n"));
      const answer = await readText(socket, '{"error":"body_timeout"}');
      trial.holds(answer.startsWith("HTTP/1.1 408 "), `the answer is "${answer}"`);
      trial.holds(answer.includes('{"error":"body_timeout"}'), `the answer is "${answer}"`);
      socket.destroy();
      await trial.hasReported("body_timeout");
      trial.hasHandled(0);
    },
  },
  {
    name: "broken: the client goes away while the handler works",
    run: async (trial) => {
      const handling = deferred();
      const isDone = deferred();
      const handler = (): Promise<void> => {
        handling.resolve();
        return isDone.promise;
      };
      await trial.serve({ on: { "*": handler } });
      const { headers, body } = await trial.signed();
      const socket = await openRequest(trial.url, {
        headers: [...headers, ["content-length", String(body.length)]],
        body,
      });
      await inTime("the handler", handling.promise);
      socket.destroy();
      await pause();
      isDone.resolve();
      await trial.hasReported("processed");
      const answer = trial.hasStore ? "duplicate" : "received";
      await trial.answers(answer, await trial.signed(), "the next try");
    },
  },
];
