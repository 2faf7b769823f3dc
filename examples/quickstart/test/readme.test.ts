/** The README's first example is a server that works, and its table of answers is the one that the core has. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sign, WebhookError, type WebhookErrorCode } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { afterEach, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const root = new URL("../../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Runs a snippet where an application's packages are installed. */
function run(code: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", code], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, ...env },
  });
  stops.push(() => child.kill("SIGKILL"));
  child.stdout.setEncoding("utf8");
  return child;
}

test("the first example verifies a delivery, runs it once and refuses a forged one", async () => {
  const secret = "whsec_of_the_readme_test";
  const [, code = ""] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  expect(code.trim().split("\n").filter(Boolean)).toHaveLength(11);
  // A port that is free, and said.
  const onFreePort = code.replace("listen(3000)", "listen(0, tell)");
  expect(onFreePort).not.toBe(code);
  const child = run(
    `${onFreePort}\nfunction tell(this: { address(): { port: number } }) { console.log(this.address().port); }`,
    { STRIPE_WEBHOOK_SECRET: secret },
  );
  const [port] = await once(child.stdout, "data");
  const printed = once(child.stdout, "data");

  const body = '{"id":"evt_1","type":"invoice.paid"}';
  const delivery = await sign(stripe, { secret, body });
  const send = (text: string) =>
    fetch(`http://localhost:${Number(port)}/webhooks/stripe`, {
      method: "POST",
      headers: delivery.headers as Record<string, string>,
      body: text,
    });
  const first = await send(body);
  expect([first.status, await first.json()]).toEqual([200, { received: true, eventId: "evt_1" }]);
  expect(String(await printed)).toBe("evt_1 { id: 'evt_1', type: 'invoice.paid' }\n");
  expect((await send(body)).headers.get("webhook-duplicate")).toBe("true");
  const forged = await send(body.replace("evt_1", "evt_2"));
  expect([forged.status, await forged.json()]).toEqual([401, { error: "signature_mismatch" }]);
});

test("the table of answers has every code with its status", () => {
  const [, section = ""] = /^## Answers\n(.*?)^## /ms.exec(readme) ?? [];
  const told = [...section.matchAll(/^\|.*\| ([\d, ]+) \| (.*) \|$/gm)].flatMap(
    ([, numbers = "", text = ""]) => {
      const statuses = numbers.split(", ");
      const codes = [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code]) => code as string);
      return codes.map((code, i) => [code, Number(statuses[i] ?? statuses[0])] as const);
    },
  );
  const source = readFileSync(new URL("packages/core/src/webhook-error.ts", root), "utf8");
  const codes = [...source.matchAll(/^ {2}(\w+): \d{3},$/gm)].map(([, code]) => code as string);
  expect(codes.length).toBeGreaterThan(20);
  expect(told.map(([code]) => code).sort()).toEqual(codes.sort());
  for (const [code, status] of told) {
    expect([code, status]).toEqual([code, new WebhookError(code as WebhookErrorCode).status]);
  }
});
