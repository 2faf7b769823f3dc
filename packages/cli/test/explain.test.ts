import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Explanation } from "@hooks/core/explain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
let request: string;
const secret = "whsec_of_the_tests";
const env = { STRIPE_WEBHOOK_SECRET: secret };

beforeAll(async () => {
  cli = await buildCli();
  const signed = await cli.run(["sign", "stripe", "invoice.paid", "--format", "http"], { env });
  request = signed.out.trimEnd();
  writeFileSync(join(cli.dir, "request.http"), request);
});
afterAll(() => cli.close());

const verify = (args: readonly string[], input?: string) =>
  cli.run(["verify", "stripe", "--request", input === undefined ? "request.http" : "-", ...args], {
    env,
    ...(input !== undefined && { input }),
  });

test("a refusal says what is wrong, what was seen and what to do", async () => {
  const { code, out, err } = await verify([], `${request}\n`);
  expect([code, err]).toEqual([1, ""]);
  expect(out.split("\n").slice(0, 4)).toEqual([
    "refused  signature_mismatch",
    "  A line break or a blank was added to the body, or removed from it.  body_trailing_space",
    "    seen   the signature is right without the blanks at its end, by 1 byte",
    expect.stringMatching(/^ {4}to do {2}Editors and templates add one at the end\./),
  ]);
});

test("the explanation is in the JSON, and holds no secret", async () => {
  const { code, out } = await verify(["--json", "--secret", `"${secret}"`]);
  expect(code).toBe(1);
  expect(out).not.toContain(secret);
  const { explanation, ...refusal } = JSON.parse(out) as { explanation: Explanation };
  expect(refusal).toEqual({ accepted: false, provider: "stripe", code: "signature_mismatch" });
  expect(explanation.verdict).toBe("signature_mismatch");
  expect(explanation.causes.map(({ code: one }) => one)).toEqual(["secret_quoted"]);
});

test("a secret that can't be one is explained by the delivery", async () => {
  const { code, out } = await verify(["--secret", `${secret} `]);
  expect([code, out.split("\n")[0]]).toEqual([1, "refused  secret_invalid"]);
  expect(out).toContain("  secret_padded\n");
});

test("another secret that may have signed is named by its place", async () => {
  const { out } = await verify(["--secret", "another", "--also", "a third", "--also", secret]);
  expect(out).toContain('    seen   the signature is right under the secret "1"');
});

test("of a forgery it is said that nothing can be", async () => {
  const { code, out } = await verify(["--secret", "another"]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^refused {2}signature_mismatch\n {2}None of \d+ things that often go wrong makes the signature right\.\n {2}It may be forged, changed, or signed with another secret\.\n$/,
  );
});

test("another provider's delivery is recognised", async () => {
  const { out } = await cli.run([
    "verify",
    "github",
    "--request",
    "request.http",
    "--secret",
    "s1",
  ]);
  expect(out).toContain(
    "  other_provider\n    seen   it has the headers of Stripe: stripe-signature\n",
  );
});

test("listen says in one line why a delivery was refused", async () => {
  const child = cli.start(["listen", "stripe", "--port", "0", "--max", "1"], { env });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  const [started] = (await once(child.stderr as NodeJS.ReadableStream, "data")) as [Buffer];
  const [, base = ""] = String(started).match(/ on (http:\/\/\S+),/) ?? [];
  const response = await fetch(base, { method: "POST", body: "{}" });
  expect(response.status).toBe(401);
  // A reply never says why in more than the code.
  expect(await response.text()).not.toContain("carries no signature");
  await once(child, "close");
  expect(out).toContain(
    "  The delivery carries no signature where this provider puts it. Seen: there is no header stripe-signature\n",
  );
});
