import { createReceiver } from "@hooks/core";
import { webhook } from "@hooks/providers/webhook";
import { expect, test } from "vitest";
import { toTiny } from "../to-tiny.ts";

test("a body that was parsed is not accepted, and not guessed", async () => {
  const messages: (string | undefined)[] = [];
  const receiver = createReceiver({
    provider: webhook,
    secret: "a secret of the examples",
    on: {},
    onOutcome: ({ error }) => messages.push(error?.message),
  });
  const request = { verb: "POST", target: "/", fields: [], chunks: undefined };
  const { code, content } = await toTiny(receiver)(request);
  expect([code, content]).toEqual([500, '{"error":"body_unavailable"}']);
  expect(messages.join()).toContain("mount the webhook route before its parser");
});
