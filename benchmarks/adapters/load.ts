/** Loads a route with wrk (Debian's package) and counts what it answers. */
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

/** What a load has come to. */
export interface Load {
  readonly requests: number;
  readonly perSecond: number;
}

/** @throws Error when any answer is none of 2xx */
export async function load(
  url: string,
  script: string,
  seconds: number,
  connections = 16,
): Promise<Load> {
  // On a machine that is busy with other work, an answer may take its time.
  const shape = ["-t1", `-c${connections}`, "--timeout", "60s", `-d${seconds}s`];
  const { stdout } = await run("wrk", [...shape, "-s", script, url]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} has failed:\n${stdout}`);
  const [, perSecond] = stdout.match(/Requests\/sec:\s+([\d.]+)/) ?? [];
  const [, requests] = stdout.match(/(\d+) requests in/) ?? [];
  if (!perSecond || !requests) throw new Error(`wrk has said nothing:\n${stdout}`);
  return { perSecond: Number(perSecond), requests: Number(requests) };
}
