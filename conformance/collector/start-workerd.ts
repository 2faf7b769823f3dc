import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { startProcess } from "./start-process.ts";
import { within } from "./within.ts";
import { workerdPackage } from "./workerd-package.ts";

/** A server that is running. */
export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Whether a worker may use Node's built-ins. */
export type NodejsCompat = "with" | "without";

/** From a date of 2026 on, the built-ins are there unless they are refused. */
const flags: Readonly<Record<NodejsCompat, string>> = {
  with: '"nodejs_compat"',
  without: '"no_nodejs_compat", "no_nodejs_compat_v2"',
};

const configOf = (nodejsCompat: NodejsCompat): string => `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${workerdPackage().compatibilityDate}",
  compatibilityFlags = [${flags[nodejsCompat]}],
);
`;

/** Serves the worker that is the only file on a free port. */
export async function startWorkerd(
  executable: string,
  files: ReadonlyMap<string, string>,
  nodejsCompat: NodejsCompat,
): Promise<Served> {
  const [script] = files.values();
  if (script === undefined || files.size > 1) throw new Error("a worker is one file");
  const dir = mkdtempSync(join(tmpdir(), "hooks-workerd-"));
  writeFileSync(join(dir, "worker.js"), script);
  writeFileSync(join(dir, "config.capnp"), configOf(nodejsCompat));
  const args = ["serve", join(dir, "config.capnp"), "--control-fd=3"];
  const { child, ended, stop } = startProcess(executable, args, ["ignore", "pipe", "pipe", "pipe"]);
  const close = async (): Promise<void> => {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const port = new Promise<string>((resolve) => {
    (child.stdio[3] as Readable).on("data", (line) => resolve(JSON.parse(String(line)).port));
  });
  try {
    const listening = within("listening", Promise.race([port, ended]));
    return { url: `http://127.0.0.1:${await listening}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}
