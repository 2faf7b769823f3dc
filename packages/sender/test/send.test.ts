import { verify } from "@hooks/core";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { expect, test } from "vitest";
import { standardSchedule } from "../src/index.ts";
import { fakeTime } from "./fake-time.ts";
import { event, sampleEndpoint, sampleSender, sampleServer, secret } from "./sample-sender.ts";

test("an event is delivered, and verified by whoever gets it", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer({ provider: standardWebhooks, secret, now: time.now });
  const sender = sampleSender({ clock });
  const result = await sender.send(sampleEndpoint(`${server.url}/hook?a=1`), event);
  expect(result).toMatchObject({ endpointId: "ep_1", eventId: "evt_1", code: "delivered" });
  expect(result.nextAttemptAt).toBeUndefined();
  const [delivery] = server.received();
  expect(delivery?.verified).toMatchObject({ id: "evt_1", type: "user.created" });
  expect(delivery).toMatchObject({ method: "POST", url: `${server.url}/hook?a=1` });
  expect(JSON.parse(delivery?.text ?? "")).toEqual({
    ...event,
    timestamp: "2026-11-21T12:00:00.000Z",
  });
  expect(delivery?.headers).toMatchObject({
    "content-type": ["application/json"],
    "accept-encoding": ["identity"],
    "user-agent": [expect.stringMatching(/^hooks-sender\/\d+\.\d+\.\d+/)],
    "webhook-id": ["evt_1"],
  });
});

test("the whole schedule: ten attempts over 75 hours, one body, one id, a time for each", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer({ script: "500" });
  const sender = sampleSender({ clock, breaker: { minAttempts: 100 } });
  const startMs = time.now();
  const result = await sender.send(sampleEndpoint(server.url), event);
  expect(result.code).toBe("status_refused");
  expect(result.nextAttemptAt).toBeUndefined();
  expect(result.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const at = result.attempts.map(({ startedAt }) => startedAt.getTime());
  // The middle of the jitter, 10 to 20 %.
  const due = standardSchedule.map((ms) => Math.round(ms * 1.15));
  expect(at.map((ms, i) => ms - (at[i - 1] ?? startMs))).toEqual(due);
  const received = server.received();
  expect(new Set(received.map(({ text }) => text)).size).toBe(1);
  expect(new Set(received.map(({ headers }) => String(headers["webhook-id"])))).toEqual(
    new Set(["evt_1"]),
  );
  for (const [i, delivery] of received.entries()) {
    const seconds = String(Math.floor((at[i] ?? 0) / 1000));
    expect(delivery.headers["webhook-timestamp"]).toEqual([seconds]);
    await verify(standardWebhooks, delivery, { secret, now: () => at[i] ?? 0 });
  }
  expect(sender.attempts).toEqual(result.attempts);
});
