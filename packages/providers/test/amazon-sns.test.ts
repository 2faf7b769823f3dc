import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createReceiver } from "@hooks/core";
import { type Vector, vectorDelivery, vectorOptions } from "@hooks/testing";
import { expect, test } from "vitest";
import { amazonSns } from "../src/amazon-sns.ts";

const file = join(import.meta.dirname, "../vectors/amazon-sns.json");
const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
const confirmation = vectors.find(({ name }) => name === "a confirmation") as Vector;

test("a confirmation of the own topic is handed over once it is verified, and of no other", async () => {
  const handed: string[] = [];
  const receiver = createReceiver({
    provider: amazonSns,
    ...vectorOptions(confirmation),
    onHandshake: ({ delivery }) =>
      handed.push(JSON.parse(new TextDecoder().decode(delivery.body)).SubscribeURL),
    on: { "*": () => handed.push("a handler ran") },
  });
  const delivery = vectorDelivery(confirmation);
  expect((await receiver.receive(delivery)).status).toBe(200);
  expect(handed).toEqual([expect.stringMatching(/^https:\/\/sns\.eu-west-1\.amazonaws\.com\//)]);
  const text = new TextDecoder().decode(delivery.body);
  for (const forged of [
    text.replace("Action=Confirm", "Action=Other"),
    text.replace("123456789012", "210987654321"),
    text.replace("sns.eu-west-1.amazonaws.com/Simple", "attacker.example/Simple"),
  ]) {
    expect(forged).not.toBe(text);
    expect((await receiver.receive({ ...delivery, body: forged })).status).toBe(401);
  }
  expect(handed).toHaveLength(1);
});
