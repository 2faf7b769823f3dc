import { fork } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { secret } from "../verify/case.ts";
import type { Peak } from "./serve-express.ts";

/** With a receiver, which may refuse the delivery, or as a careful person writes it without a library. */
export type Side = "hooks" | "refused" | "byHand";

/** Sends one delivery with this body to an Express server of its own, over HTTP, and gives the server's peak. */
export async function measureExpress(side: Side, body: Buffer): Promise<Peak> {
  const child = fork(join(import.meta.dirname, "serve-express.ts"), [`${body.length}`, side], {
    execArgv: ["--expose-gc"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the server has ended with ${code}`);
  });
  ended.catch(() => undefined);
  const told = async (): Promise<unknown> =>
    ((await Promise.race([once(child, "message"), ended])) as readonly unknown[])[0];
  try {
    const port = await told();
    const post = async (bytes: Buffer, key: string, wanted: number): Promise<void> => {
      const signature = createHmac("sha256", key).update(bytes).digest("hex");
      const { status } = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-github-event": "push",
          "x-hub-signature-256": `sha256=${signature}`,
        },
        body: bytes as BodyInit,
      });
      if (status !== wanted) throw new Error(`the delivery was answered ${status}`);
    };
    // What is loaded and compiled once belongs to no delivery.
    for (let i = 0; i < 50; i++) await post(Buffer.from(`{"id":${i}}`), secret, 200);
    child.send("begin");
    await told();
    if (side === "refused") await post(body, "another secret", 401);
    else await post(body, secret, 200);
    child.send("end");
    return (await told()) as Peak;
  } finally {
    child.kill();
  }
}
