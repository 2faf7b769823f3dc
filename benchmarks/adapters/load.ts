/** Loads a route with wrk (Debian's package) and gives its requests per second. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { body, signature } from "./delivery.ts";

const run = promisify(execFile);

/** Writes the request for wrk. */
export function writeScript(dir: string): string {
  const file = join(dir, "delivery.lua");
  const lines = [
    'wrk.method = "POST"',
    `wrk.body = [==[${body}]==]`,
    'wrk.headers["content-type"] = "application/json"',
    'wrk.headers["x-github-event"] = "push"',
    `wrk.headers["x-hub-signature-256"] = "${signature}"`,
  ];
  writeFileSync(file, lines.join("\n"));
  return file;
}

/** @throws Error when any answer is none of 2xx */
export async function requestsPerSecond(
  url: string,
  script: string,
  seconds: number,
): Promise<number> {
  // On a machine that is busy with other work, an answer may take its time.
  const args = ["-t1", "-c16", "--timeout", "60s", `-d${seconds}s`, "-s", script, url];
  const { stdout } = await run("wrk", args);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} has failed:\n${stdout}`);
  const [, rate] = stdout.match(/Requests\/sec:\s+([\d.]+)/) ?? [];
  if (!rate) throw new Error(`wrk has said nothing:\n${stdout}`);
  return Number(rate);
}
