import { once } from "node:events";
import { expect } from "vitest";
import type { Cli } from "./cli.ts";

/** `hooks listen` in a process of its own. */
export interface Listening {
  readonly url: string;
  /** Ends it, and gives what it has printed. */
  readonly end: () => Promise<string>;
}

/** Starts `hooks listen`, and gives its address. */
export async function startListening(
  cli: Cli,
  id: string,
  own: string,
  ...more: string[]
): Promise<Listening> {
  const variables = { [`${id.toUpperCase().replaceAll("-", "_")}_WEBHOOK_SECRET`]: own };
  const child = cli.start(["listen", id, "--port", "0", ...more], { env: variables });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  const [line] = (await once(
    child.stderr?.setEncoding("utf8") as NodeJS.ReadableStream,
    "data",
  )) as [string];
  const [url = ""] = line.match(/http:\/\/localhost:\d+/) ?? [];
  const end = async (): Promise<string> => {
    const exit = once(child, "close");
    child.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
    return out;
  };
  return { url: url.replace("localhost", "127.0.0.1"), end };
}
