import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createReceiver } from "@hooks/core";
import { type Vector, vectorDelivery } from "@hooks/testing";
import { expect, test } from "vitest";
import { dropboxSign } from "../src/dropbox-sign.ts";
import { presetIds } from "./preset-ids.ts";

test.runIf(presetIds.includes("dropbox-sign"))("the payload is what the field holds", async () => {
  const file = join(import.meta.dirname, "../vectors/dropbox-sign.json");
  const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
  const payloads: unknown[] = [];
  for (const vector of vectors.filter(({ expect: { error } }) => error === undefined)) {
    const { receive } = createReceiver({
      provider: dropboxSign,
      secret: vector.secret,
      on: { "*": ({ payload }) => void payloads.push(payload) },
    });
    expect((await receive(vectorDelivery(vector))).status).toBe(200);
  }
  expect(payloads).toHaveLength(4);
  expect(payloads[2]).toMatchObject({ signature_request: { title: "größe ♥" } });
});
