import type { Verified } from "@hooks/core";
import type { Subject } from "../subject.ts";

/** The code with which a verification ends, `accepted`, or what else was thrown. */
export async function refusalOf(
  { isWebhookError }: Subject["core"],
  verification: Promise<Verified>,
): Promise<string> {
  try {
    await verification;
    return "accepted";
  } catch (error) {
    return isWebhookError(error) ? error.code : String(error);
  }
}
