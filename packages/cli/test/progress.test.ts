import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { stripe } from "@hooks/providers/stripe";
import { createWebhookServer } from "@hooks/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());

// `script` of util-linux gives a child a terminal.
const hasTerminal = spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

test.runIf(hasTerminal)("a bar shows how far it is on a terminal, and nowhere else", async () => {
  const secret = "whsec_of_the_tests";
  const server = await createWebhookServer({ provider: stripe, secret });
  const args = ["trigger", "stripe", "a.b", "--url", server.url, "--count", "3", "--rate", "20/s"];
  try {
    const command = `stty cols 100 rows 40; ${process.execPath} ${cli.dir}/dist/bin.js ${args.join(" ")}`;
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      env: {
        PATH: process.env["PATH"],
        TERM: "xterm",
        NODE_ENV: "test",
        STRIPE_WEBHOOK_SECRET: secret,
      },
      timeout: 20_000,
    });
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
    });
    const [code] = await once(child, "close");
    expect(code).toBe(0);
    expect(shown).toContain("3 of 3");
    expect(shown).toContain("3 sent: 3 × 200");
    const plain = await cli.run(args, { env: { STRIPE_WEBHOOK_SECRET: secret } });
    expect([plain.code, plain.err]).toEqual([0, ""]);
    expect(plain.out).not.toContain("of 3");
    expect(plain.out.match(/^ +\d {2}200 in \d+ ms$/gm)).toHaveLength(3);
  } finally {
    await server.close();
  }
});
