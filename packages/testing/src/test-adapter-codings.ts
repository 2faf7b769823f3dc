import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { type AdapterCase, type AdapterTrial, maxBodyBytes } from "./test-adapter-trial.ts";

type Compress = (bytes: Uint8Array) => Uint8Array;

const codings: Readonly<Record<string, Compress>> = {
  gzip: (bytes) => gzipSync(bytes),
  "x-gzip": (bytes) => gzipSync(bytes),
  GZip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  identity: (bytes) => bytes,
};

const text = '{"a":"größe $& 🪝"}';

/** A request signed over what it is before compression. */
async function send(
  trial: AdapterTrial,
  answer: string,
  coding: string,
  content: string | Uint8Array,
  compress: Compress,
): Promise<void> {
  const signed = await trial.signed(content);
  const headers = [...signed.headers, ["content-encoding", coding] as const];
  await trial.answers(answer, { headers, body: compress(signed.body) }, `${coding}`);
}

async function checkCoding(trial: AdapterTrial, coding: string, compress: Compress): Promise<void> {
  await trial.serve({ store: undefined });
  await send(trial, "received", coding, text, compress);
  const [event] = trial.events;
  trial.hasHandled(1);
  const handled = new TextDecoder().decode(event?.delivery.body);
  trial.holds(handled === text, "the handler got other bytes than were signed");

  // JSON to its last byte, so that it is a payload at exactly the limit.
  const largest = `"${"0".repeat(maxBodyBytes - 2)}"`;
  await send(trial, "received", coding, largest, compress);
  await send(trial, "body_too_large", coding, `${largest} `, compress);
  trial.hasHandled(2);
}

const corrupt: Compress = (bytes) => {
  const coded = gzipSync(bytes);
  coded.fill(0xff, 12, 20);
  return coded;
};

const unsupported = ["zstd", "compress", "gzip, gzip", "aes128gcm", "constructor"];

/** Bodies that were compressed on their way, where the provider has signed what they were before. */
export const codingCases: readonly AdapterCase[] = [
  ...Object.entries(codings).map(([coding, compress]) => ({
    name: `coding: ${coding}`,
    run: (trial: AdapterTrial) => checkCoding(trial, coding, compress),
  })),
  {
    name: "coding: one that nobody knows",
    run: async (trial) => {
      await trial.serve();
      for (const coding of unsupported) {
        await send(trial, "body_encoding_unsupported", coding, text, (bytes) => bytes);
      }
      trial.hasHandled(0);
    },
  },
  {
    name: "coding: damaged",
    run: async (trial) => {
      await trial.serve();
      await send(trial, "body_malformed", "gzip", text, corrupt);
      await send(trial, "body_malformed", "gzip", text, (bytes) => bytes);
      await send(trial, "body_malformed", "gzip", text, (bytes) => gzipSync(bytes).subarray(0, -9));
      await send(trial, "body_malformed", "br", text, (bytes) => bytes);
      await send(trial, "body_malformed", "deflate", text, (bytes) => bytes);
      trial.hasHandled(0);
    },
  },
  {
    name: "coding: a small body that becomes a huge one",
    run: async (trial) => {
      await trial.serve();
      const huge = new Uint8Array(10_000_000);
      await send(trial, "body_too_large", "gzip", "", () => gzipSync(huge));
      await send(trial, "body_too_large", "br", "", () => brotliCompressSync(huge));
      trial.hasHandled(0);
    },
  },
  {
    name: "coding: a signature over the compressed bytes does not count",
    run: async (trial) => {
      await trial.serve();
      const { headers, body } = await trial.signed(gzipSync(text));
      const coded = { headers: [...headers, ["content-encoding", "gzip"] as const], body };
      await trial.answers("signature_mismatch", coded);
      trial.hasHandled(0);
    },
  },
];
