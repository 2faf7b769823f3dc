import { createReceiver } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import {
  createWebhookServer,
  type DeliveryBreaks,
  deliver,
  signedDelivery,
  webhookMatchers,
} from "@hooks/testing";
import { expect, test } from "vitest";

expect.extend(webhookMatchers);

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    toHaveBeenAccepted: () => R;
    toHaveBeenRefused: (code?: string) => R;
  }
}

const secret = "whsec_of_the_tests";
const made = (breaks: DeliveryBreaks = {}) => signedDelivery(stripe, { secret, ...breaks });

const failure = (check: () => unknown): string => {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  return "passed";
};

test("an answer shows the verdict", async () => {
  const receiver = createReceiver({ provider: stripe, secret, on: {} });
  const accepted = await deliver(receiver, await made());
  const stale = await deliver(receiver, await made({ stale: true }));
  expect(accepted).toHaveBeenAccepted();
  expect(accepted).not.toHaveBeenRefused();
  expect(stale).toHaveBeenRefused();
  expect(stale).toHaveBeenRefused("timestamp_too_old");
  expect(stale).not.toHaveBeenRefused("signature_mismatch");
  expect(stale).not.toHaveBeenAccepted();
  expect(failure(() => expect(accepted).toHaveBeenRefused("signature_missing"))).toBe(
    "a refusal with signature_missing was expected, but the delivery was answered 200",
  );
  expect(failure(() => expect(stale).toHaveBeenAccepted())).toBe(
    "the delivery was answered 401 (timestamp_too_old)",
  );
});

test("a failure is neither", async () => {
  const server = await createWebhookServer({ script: "500, 302, 404" });
  try {
    for (let i = 0; i < 3; i++) {
      const reply = await deliver(server.url, await made());
      expect(reply).not.toHaveBeenAccepted();
      expect(reply).not.toHaveBeenRefused();
    }
    // It did not verify, so it can't tell.
    expect(failure(() => expect(server.received()[0]).toHaveBeenAccepted())).toContain("no answer");
  } finally {
    await server.close();
  }
  const away = { status: 503, text: '{"error":"store_failed"}' };
  expect(away).not.toHaveBeenRefused();
  const content = { status: 200, text: '{"error":"of the handler"}' };
  expect(content).not.toHaveBeenRefused();
});

test("a received delivery shows the verdict", async () => {
  const server = await createWebhookServer({ provider: stripe, secret, script: "500" });
  try {
    await deliver(server.url, await made());
    await deliver(server.url, await made({ tamper: true }));
    const [first, second] = server.received();
    expect(first).toHaveBeenAccepted();
    expect(first).not.toHaveBeenRefused();
    expect(second).toHaveBeenRefused("signature_mismatch");
    expect(second).not.toHaveBeenAccepted();
  } finally {
    await server.close();
  }
});

test("what has no verdict is an error, either way", () => {
  for (const subject of [undefined, {}, "200"]) {
    expect(failure(() => expect(subject).toHaveBeenAccepted())).toContain("this is no answer");
    expect(failure(() => expect(subject).not.toHaveBeenRefused())).toContain("this is no answer");
  }
});
