import type { Delivery, StandardSchema } from "@hooks/core";
import { same } from "../tally.ts";
import { type FlowCase, type FlowTrial, textOf } from "./flow-trial.ts";

const refusingSchema: StandardSchema = {
  "~standard": {
    version: 1,
    vendor: "conformance",
    validate: () => ({ issues: [{ message: "no", path: ["a"] }] }),
  },
};

/** The delivery with other headers; `undefined` leaves one out. */
function withHeaders(
  delivery: Delivery,
  changed: Readonly<Record<string, string | undefined>>,
): Delivery {
  const entries = Object.entries({ ...delivery.headers, ...changed });
  return {
    ...delivery,
    headers: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
  };
}

/** Not a byte of what is refused reaches the handler, and the genuine delivery is still accepted. */
async function refusesOnly(
  trial: FlowTrial,
  code: string,
  change: (signed: Delivery) => Delivery,
): Promise<void> {
  const signed = await trial.signed();
  await trial.refuses(401, code, change(signed));
  trial.has(0, code);
  await trial.accepts(signed);
  trial.has(1, code, "processed");
}

const forged = `v1,${btoa("\0".repeat(32))}`;

const forgeries: readonly (readonly [
  name: string,
  code: string,
  (signed: Delivery) => Delivery,
])[] = [
  [
    "unsigned",
    "signature_missing",
    (signed) => withHeaders(signed, { "webhook-signature": undefined }),
  ],
  [
    "a signature that is none",
    "signature_malformed",
    (signed) => withHeaders(signed, { "webhook-signature": "v1,%%" }),
  ],
  [
    "a forged signature",
    "signature_mismatch",
    (signed) => withHeaders(signed, { "webhook-signature": forged }),
  ],
  ["another id", "signature_mismatch", (signed) => withHeaders(signed, { "webhook-id": "2" })],
  [
    "another body",
    "signature_mismatch",
    (signed) => ({ ...signed, body: new TextEncoder().encode("[]") }),
  ],
  [
    "no time",
    "timestamp_malformed",
    (signed) => withHeaders(signed, { "webhook-timestamp": undefined }),
  ],
];

/** What is not verified is refused, and what is no payload. */
export const refusalCases: readonly FlowCase[] = [
  ...forgeries.map(([name, code, change]) => ({
    name,
    run: (start: Parameters<FlowCase["run"]>[0]) => refusesOnly(start(), code, change),
  })),
  {
    name: "too old, and too far ahead",
    run: async (start) => {
      const late = start({ now: () => Date.now() + 400_000 });
      await late.refuses(401, "timestamp_too_old", await late.signed());
      const early = start({ now: () => Date.now() - 400_000 });
      await early.refuses(401, "timestamp_in_future", await early.signed());
    },
  },
  {
    name: "the secret of a tenant that nobody knows",
    run: async (start) => {
      const trial = start({ secret: () => undefined });
      await trial.refuses(401, "signature_mismatch", await trial.signed());
    },
  },
  {
    name: "methods that are none of a webhook's",
    run: async (start) => {
      const trial = start();
      const signed = await trial.signed();
      for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
        const answer = await trial.send({ ...signed, method });
        same(method, textOf(answer), '405 {"error":"method_not_allowed"}');
        same("allow", answer.headers["allow"], "POST");
      }
      same("the count of handled events", trial.events.length, 0);
    },
  },
  {
    name: "a payload that is not JSON, or not as the schema says",
    run: async (start) => {
      const trial = start();
      await trial.refuses(400, "payload_malformed", await trial.signed("{"));
      const strict = start({ schema: refusingSchema } as object);
      await strict.refuses(422, "payload_invalid", await strict.signed());
      strict.has(0, "payload_invalid");
    },
  },
];
