/** Starts the server, sends it deliveries over HTTP and shows what it answered. `--once` ends after the table. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { styleText } from "node:util";
import { sign } from "@hooks/express";
import { casesOf } from "./cases.ts";
import { samples } from "./samples.ts";
import { secretName } from "./secret-name.ts";
import { type Row, send } from "./send.ts";

const isOnce = process.argv.includes("--once");
const secrets = samples.map(({ provider, secret }) => [secretName(provider.id), secret]);
// To see the table go wrong: the server then knows another secret than the sender.
const sabotaged = process.env["SABOTAGE_SECRET_OF"];
if (sabotaged) secrets.push([secretName(sabotaged), "another secret"]);

const server = fork(new URL("server.ts", import.meta.url), {
  env: { ...process.env, ...Object.fromEntries(secrets) },
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
// What the server says of each delivery is in the table already.
server.stdout?.resume();
const stop = (code: number): void => {
  server.kill();
  process.exit(code);
};
process.on("SIGINT", () => stop(130));
process.on("SIGTERM", () => stop(143));
server.on("exit", (code, signal) => {
  // A terminal's Ctrl-C reaches both processes, in either order.
  if (signal === "SIGINT") stop(130);
  console.error(`the server ended by itself (${code})`);
  process.exit(1);
});

const [{ url }] = (await once(server, "message")) as [{ readonly url: string }];
console.log(`An Express server listens on ${url}; each line is one request to it.\n`);

function show({ provider, sent, answer, why, isExpected }: Row): void {
  const mark = isExpected ? styleText("green", "ok") : styleText("red", "NOT EXPECTED");
  console.log(provider.padEnd(24), sent.padEnd(10), answer.padEnd(7), why.padEnd(34), mark);
}

console.log("provider".padEnd(24), "sent".padEnd(10), "answer".padEnd(7), "why");
const rows: Row[] = [];
for (const sample of samples) {
  for (const one of await casesOf(sample)) {
    const row = await send(url, sample, one);
    rows.push(row);
    show(row);
  }
}
const wrong = rows.filter(({ isExpected }) => !isExpected).length;
console.log(`\n${rows.length} lines, ${wrong} not as expected`);
if (isOnce || wrong > 0) stop(wrong === 0 ? 0 : 1);

server.stdout?.pipe(process.stdout);
const github = samples.find(({ provider }) => provider.id === "github");
if (github === undefined) throw new Error("there is no sample for GitHub");
const body = JSON.stringify({ zen: "Design for failure." });
const delivery = await sign(github.provider, { secret: github.secret, type: "ping", body });
const headers = Object.entries(delivery.headers).map(([name, value]) => `-H '${name}: ${value}'`);
console.log(
  "\nThe server goes on; Ctrl-C ends it. A delivery of your own, a duplicate when sent again:\n",
);
console.log(`curl -i ${url}/webhooks/github ${headers.join(" ")} -d '${body}'`);
