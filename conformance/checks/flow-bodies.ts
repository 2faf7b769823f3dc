import type { Delivery } from "@hooks/core";
import { same } from "../tally.ts";
import { compressed } from "./compressed.ts";
import type { FlowCase, FlowTrial } from "./flow-trial.ts";

/** As many bytes as the trial's receivers take. */
const largest = `"${"0".repeat(998)}"`;

const text = '{"größe":"$& 🪝"}';

/** Text as brotli has it, which runtimes decompress, but don't compress. */
const brotliText = "CwqAeyJncsO2w59lIjoiJCYg8J+qnSJ9Aw==";

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** What is signed is the body before its coding. */
async function coded(trial: FlowTrial, coding: string, body: Uint8Array): Promise<Delivery> {
  const signed = await trial.signed(text, { headers: { "content-encoding": coding } });
  return { ...signed, body };
}

function hasBrotli(): boolean {
  try {
    return Boolean(new DecompressionStream("brotli" as CompressionFormat));
  } catch {
    return false;
  }
}

/** The handler got what was signed. */
function hasHandledText({ events: [event] }: FlowTrial): void {
  same("the body", new TextDecoder().decode(event?.delivery.body), text);
}

/** A signed request whose body is one byte, and then `next`. */
async function streamed(
  trial: FlowTrial,
  next: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): Promise<Request> {
  const { url, method, headers } = await trial.signed();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(Uint8Array.of(0x7b));
      next(controller);
    },
  });
  const init = { method, headers: headers as Record<string, string>, body, duplex: "half" };
  return new Request(url, init);
}

/** Bodies are taken in as they were signed, and no further than the limit. */
export const bodyCases: readonly FlowCase[] = [
  {
    name: "a body at the limit, and one byte over it",
    run: async (start) => {
      const trial = start({ store: undefined });
      await trial.accepts(await trial.signed(largest));
      await trial.refuses(413, "body_too_large", await trial.signed(`${largest} `));
      trial.has(1, "processed", "body_too_large");
    },
  },
  ...(["gzip", "deflate"] as const).map((format) => ({
    name: `a body in ${format}`,
    run: async (start: Parameters<FlowCase["run"]>[0]): Promise<void> => {
      const trial = start({ store: undefined });
      const body = await compressed(new TextEncoder().encode(text), format);
      await trial.accepts(await coded(trial, format, body));
      hasHandledText(trial);
      const plain = new TextEncoder().encode(text);
      await trial.refuses(400, "body_malformed", await coded(trial, format, plain));
      // Not every runtime notices each damage by itself; the signature does.
      const half = body.slice(0, body.length / 2);
      for (const damaged of [half, body.map((byte, i) => (i < half.length ? byte : 0xff))]) {
        const { status } = await trial.send(await coded(trial, format, damaged));
        same("a refusal of damage", [400, 401].includes(status), true);
      }
      same("the count of handled events", trial.events.length, 1);
      const bomb = await compressed(new Uint8Array(100_000), format);
      await trial.refuses(413, "body_too_large", await coded(trial, format, bomb));
    },
  })),
  {
    name: "a body in brotli, which not every runtime knows",
    run: async (start) => {
      const trial = start();
      const delivery = await coded(trial, "br", bytesOf(brotliText));
      if (!hasBrotli()) return trial.refuses(415, "body_encoding_unsupported", delivery);
      await trial.accepts(delivery);
      hasHandledText(trial);
    },
  },
  {
    name: "a body in a coding that nobody knows",
    run: async (start) => {
      const trial = start();
      const delivery = await coded(trial, "aes128gcm", new TextEncoder().encode(text));
      await trial.refuses(415, "body_encoding_unsupported", delivery);
    },
  },
  {
    name: "a body in chunks",
    only: "fetch",
    run: async (start) => {
      const trial = start();
      const request = await streamed(trial, (controller) => {
        controller.enqueue(Uint8Array.of(0x7d));
        controller.close();
      });
      same("the status", (await trial.answerTo(request)).status, 200);
      same("the payload", trial.events[0]?.payload, {});
    },
  },
  {
    name: "a body that breaks off",
    only: "fetch",
    run: async (start) => {
      const trial = start();
      const request = await streamed(trial, (controller) => {
        setTimeout(() => controller.error(new Error("the connection is gone")), 5);
      });
      same("the status", (await trial.answerTo(request)).status, 400);
      trial.has(0, "body_malformed");
    },
  },
  {
    name: "a body that does not come to its end",
    only: "fetch",
    run: async (start) => {
      const trial = start({ timeoutMs: 30 });
      same(
        "the status",
        (await trial.answerTo(await streamed(trial, () => undefined))).status,
        408,
      );
      trial.has(0, "body_timeout");
    },
  },
  {
    name: "a body that somebody has read",
    only: "fetch",
    run: async (start) => {
      const trial = start();
      const { url, method, headers } = await trial.signed();
      const init = { method, headers: headers as Record<string, string>, body: "{}" };
      const request = new Request(url, init);
      await request.text();
      same("the status", (await trial.answerTo(request)).status, 500);
      trial.has(0, "body_unavailable");
    },
  },
];
