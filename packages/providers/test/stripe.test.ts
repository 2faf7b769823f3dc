import { verify } from "@hooks/core";
import { expect, test } from "vitest";
import { stripe } from "../src/stripe.ts";

const delivery = { method: "POST", url: "https://example.com/", headers: {}, body: "{}" };

test.each([
  ["we_of_nobody", /an endpoint's id, not its signing secret/],
  ["sk_test_of_nobody", /an API key/],
  ["rk_live_of_nobody", /an API key/],
  ["pk_live_of_nobody", /an API key/],
])("%s is not the signing secret, and the error says what it is", async (secret, cause) => {
  const refused = verify(stripe, delivery, { secret });
  await expect(refused).rejects.toMatchObject({
    code: "secret_invalid",
    message: expect.stringMatching(cause),
  });
});
