import { describe, expect, test } from "vitest";
import { delivery, endpoint, plain, refusal } from "./sample-endpoint.ts";
import { hmacHex, now, nowMs, timed, timedDelivery } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

const challengeBody = (challenge: unknown) => JSON.stringify({ type: "challenge", challenge });

describe("a challenge", () => {
  test.each([
    "abc",
    "<script>alert(1)</script>",
    "$& $$ $` $' $1",
    "{challenge}{body}",
    "a\r\nb\0",
    "é\u{1F600}",
    '"quoted"',
  ])("of %j is returned as it is, as text that nobody sniffs", async (challenge) => {
    const store = sampleStore();
    const { receive, outcomes, events } = endpoint({ store });
    expect(await receive(delivery(challengeBody(challenge)))).toEqual({
      status: 200,
      headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" },
      body: `<${challenge}>`,
    });
    expect(outcomes).toMatchObject([{ kind: "handshake", status: 200, type: "challenge" }]);
    expect(outcomes[0]?.code).toBeUndefined();
    expect(events).toEqual([]);
    expect(store.verbs()).toEqual([]);
  });

  test("is answered each time it comes", async () => {
    const store = sampleStore();
    const { receive, outcomes } = endpoint({ store });
    const first = await receive(delivery(challengeBody("abc")));
    expect(await receive(delivery(challengeBody("abc")))).toEqual(first);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["handshake", "handshake"]);
  });

  test.each([undefined, "", null, {}, ["abc"], true])(
    "of %j holds no text, and is answered without",
    async (challenge) => {
      const { receive } = endpoint();
      expect(await receive(delivery(challengeBody(challenge)))).toMatchObject({ body: "<>" });
    },
  );

  test.each([
    ["unsigned", {}, "signature_missing"],
    [
      "signed by another",
      { "x-signature": hmacHex("other", challengeBody("x")) },
      "signature_mismatch",
    ],
    [
      "signed for another",
      { "x-signature": hmacHex("a secret of the tests", challengeBody("y")) },
      "signature_mismatch",
    ],
    ["signed by garbage", { "x-signature": "garbage" }, "signature_malformed"],
  ])("that is %s is refused, and not echoed", async (_, headers, code) => {
    const { receive, outcomes } = endpoint();
    const reply = await receive({ ...delivery(challengeBody("x")), headers });
    expect(reply).toEqual(refusal(401, code));
    expect(outcomes).toMatchObject([{ kind: "refused", status: 401, code }]);
  });

  test("that is stale is refused", async () => {
    const provider = { ...timed, handshake: plain.handshake } as typeof timed;
    const { receive } = endpoint({ provider, now });
    const at = (ms: number) =>
      timedDelivery("a secret of the tests", challengeBody("x"), String(ms / 1000));
    expect(await receive(at(nowMs - 301_000))).toEqual(refusal(401, "timestamp_too_old"));
    expect(await receive(at(nowMs))).toMatchObject({ status: 200, body: "<x>" });
  });
});

test("a delivery that is no challenge is an event, whatever it holds beside", async () => {
  const { receive, events, outcomes } = endpoint();
  for (const type of ["paid", "Challenge", "challenge ", 5, null]) {
    await receive(delivery(JSON.stringify({ type, challenge: "abc" })));
  }
  expect(events).toHaveLength(5);
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill("processed"));
});
