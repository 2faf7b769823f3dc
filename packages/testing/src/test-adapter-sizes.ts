import { Agent } from "node:http";
import { openRequest, readText, write } from "./test-adapter-exchange.ts";
import { type AdapterCase, type AdapterTrial, maxBodyBytes } from "./test-adapter-trial.ts";

const piece = new Uint8Array(maxBodyBytes).fill(0x30);

/** Far more than the buffers on the way take in, so that the sender is at it when the answer comes. */
function* flood(count = 200): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) yield piece;
}

const largest = `"${"0".repeat(maxBodyBytes - 2)}"`;

const refused = '{"error":"body_too_large"}';

/** A client that first sends all it has, and only then reads: the answer must still be there. */
async function sendThenRead(trial: AdapterTrial, connection: string): Promise<void> {
  const headers = [
    ["transfer-encoding", "chunked"],
    ["connection", connection],
  ] as const;
  const socket = await openRequest(trial.url, { headers });
  const size = new TextEncoder().encode(`${piece.length.toString(16)}\r\n`);
  const lineEnd = new TextEncoder().encode("\r\n");
  for (const bytes of flood()) {
    for (const part of [size, bytes, lineEnd]) await write(socket, part);
  }
  await write(socket, new TextEncoder().encode("0\r\n\r\n"));
  const text = await readText(socket, refused);
  trial.holds(text.startsWith("HTTP/1.1 413 "), `the answer to ${connection} is "${text}"`);
  trial.holds(text.includes(refused), `the body of the answer to ${connection} is lost: "${text}"`);
  socket.destroy();
}

/** The limit is on the bytes that come, whatever was declared. */
export const sizeCases: readonly AdapterCase[] = [
  {
    name: "size: exactly at the limit",
    run: async (trial) => {
      await trial.serve({ store: undefined });
      const signed = await trial.signed(largest);
      await trial.answers("received", signed, "a declared length");
      await trial.answers("received", { ...signed, pieces: [signed.body] }, "one chunk");
      trial.hasHandled(2);
    },
  },
  {
    name: "size: one byte over the limit",
    run: async (trial) => {
      await trial.serve({ store: undefined });
      const signed = await trial.signed(`${largest} `);
      await trial.answers("body_too_large", signed, "a declared length");
      await trial.answers("body_too_large", { ...signed, pieces: [signed.body] }, "one chunk");
      const pieces = [signed.body.subarray(0, -1), signed.body.subarray(-1)];
      await trial.answers("body_too_large", { ...signed, pieces }, "two chunks");
      trial.hasHandled(0);
      await trial.hasReported("body_too_large", "body_too_large", "body_too_large");
    },
  },
  {
    name: "size: refused by its declared length, before it is sent",
    run: async (trial) => {
      await trial.serve();
      const headers = [["content-length", "1000000000000"]] as const;
      const socket = await openRequest(trial.url, { headers });
      const text = await readText(socket, refused);
      trial.holds(text.startsWith("HTTP/1.1 413 "), `the answer is "${text}"`);
      trial.holds(text.includes(refused), `the body of the answer is "${text}"`);
      socket.destroy();
    },
  },
  {
    name: "size: refused while it is sent, without an end in sight",
    run: async (trial) => {
      await trial.serve();
      const pieces = flood(1000);
      await trial.answers("body_too_large", { pieces });
      trial.holds(!pieces.next().done, "the answer came when all had been sent");
      trial.hasHandled(0);
    },
  },
  {
    name: "size: the refusal reaches a client that sends first and reads later",
    run: async (trial) => {
      await trial.serve();
      await sendThenRead(trial, "keep-alive");
      await sendThenRead(trial, "close");
      trial.hasHandled(0);
    },
  },
  {
    name: "size: the same connection serves the next request",
    run: async (trial) => {
      await trial.serve();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const tooLarge = await trial.signed(`${largest} `);
      await trial.answers("body_too_large", { ...tooLarge, agent }, "the first");
      await trial.answers("received", { ...(await trial.signed()), agent }, "the second");
      await trial.answers("method_not_allowed", { ...tooLarge, method: "PUT", agent }, "the third");
      const next = {
        ...(await trial.signed()),
        pieces: [new Uint8Array([0x7b]), new Uint8Array([0x7d])],
      };
      await trial.answers(
        trial.hasStore ? "duplicate" : "received",
        { ...next, agent },
        "the last",
      );
      agent.destroy();
    },
  },
];
