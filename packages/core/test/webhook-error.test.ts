import { isWebhookError, WebhookError } from "@hooks/core";
import { expect, test, vi } from "vitest";

test("a code has its status, and is its own message unless there is a better one", () => {
  expect(new WebhookError("signature_mismatch")).toMatchObject({
    name: "WebhookError",
    code: "signature_mismatch",
    status: 401,
    message: "signature_mismatch",
  });
  const cause = new Error("why");
  const error = new WebhookError("store_failed", "the store is away", { cause });
  expect(error).toMatchObject({ status: 503, message: "the store is away", cause });
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe("WebhookError: the store is away");
});

test("is recognised from another copy of the package", async () => {
  vi.resetModules();
  const copy: typeof import("@hooks/core") = await import("@hooks/core");
  expect(copy.WebhookError).not.toBe(WebhookError);
  const error = new copy.WebhookError("body_too_large");
  expect(error).not.toBeInstanceOf(WebhookError);
  expect(isWebhookError(error)).toBe(true);
  expect(copy.isWebhookError(new WebhookError("body_too_large"))).toBe(true);
});

test.each([
  undefined,
  null,
  0,
  "WebhookError",
  {},
  { code: "signature_mismatch", status: 401 },
  new Error("no"),
  () => 1,
])("%s is none", (x) => {
  expect(isWebhookError(x)).toBe(false);
});
