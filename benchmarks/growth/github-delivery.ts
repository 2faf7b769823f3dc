import { type Delivery, sign } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { secret } from "../verify/case.ts";

/** A delivery as GitHub would send it. */
export const githubDelivery = (body: string, id?: string): Promise<Delivery> =>
  sign(github, { secret, body, type: "push", id });

/** @throws Error when a genuine delivery is refused */
export async function assertAccepts(run: () => Promise<unknown>): Promise<() => Promise<unknown>> {
  await run();
  return run;
}
