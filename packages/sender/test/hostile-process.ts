/** A process that sends to servers which do harm, and tells its memory again and again: `node --expose-gc`. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { createSender } from "../src/index.ts";

const ok = "HTTP/1.1 200 OK\r\n";
const bomb = gzipSync(Buffer.alloc(5_000_000));

function endlessly(socket: Socket, text: string): void {
  const write = (): void => {
    while (socket.writable && socket.write(text));
  };
  socket.on("drain", write);
  write();
}

type Answer = (socket: Socket) => void;

/** What only the deadline ends. */
const endless: readonly Answer[] = [
  () => undefined,
  (socket) => void socket.write(`${ok}content-length: 9\r\n\r\nx`),
  (socket) => {
    // With pauses, or there is time for nothing else.
    const hint = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    const timer = setInterval(() => socket.write(hint), 10);
    socket.on("close", () => clearInterval(timer));
  },
];

/** What is over before, by itself or because it is cut. */
const ending: readonly Answer[] = [
  (socket) => void socket.resetAndDestroy(),
  (socket) => void socket.end(`${ok}content-length: 100\r\n\r\nshort`),
  (socket) => void socket.write(`${ok}content-length: 2\r\n\r\n${"x".repeat(5000)}`),
  (socket) => {
    socket.write(ok);
    endlessly(socket, `${"a".repeat(100)}: b\r\n`.repeat(100));
  },
  (socket) => {
    socket.write(`${ok}\r\n`);
    endlessly(socket, "y".repeat(50_000));
  },
  (socket) => {
    socket.write(`${ok}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
    socket.write(bomb);
  },
];

const [, , rounds = "", attempts = ""] = process.argv;
const stops: (() => Promise<void>)[] = [];
const codes: Record<string, number> = {};

/** A server with these answers, and what sends to it: so many attempts at the same time. */
async function trial(answers: readonly Answer[], deadlineMs: number): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    socket.on("data", (chunk) => {
      if (chunk.toString("latin1").startsWith("POST ")) answers[count++ % answers.length]?.(socket);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const sender = createSender({
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.1/32" }], onAllow: () => undefined },
    deadlineMs,
    // So that each attempt is made.
    breaker: { minAttempts: 1_000_000 },
    endpointPolicy: { slowMs: 0 },
  });
  stops.push(async () => {
    await sender.close({ graceMs: 0 });
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const secrets = [{ label: "a", value: `whsec_${Buffer.alloc(24, 7).toString("base64")}` }];
  const endpoint = { id: "ep_1", url, secrets, concurrency: Number(attempts) };
  const prepared = await sender.prepare({ type: "a", data: "x".repeat(1000) });
  return async () => {
    const made = Array.from({ length: Number(attempts) }, () =>
      sender.attempt(endpoint, prepared, 1),
    );
    for (const { code } of await Promise.all(made)) codes[code] = (codes[code] ?? 0) + 1;
  };
}

async function memoryMb(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    await turn();
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_000_000;
}

const trials = [await trial(endless, 300), await trial(ending, 60_000)];
const memory: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  for (const run of trials) await run();
  memory.push(await memoryMb());
}
for (const stop of stops) await stop();
process.send?.({ memory, codes }, () => process.exit());
