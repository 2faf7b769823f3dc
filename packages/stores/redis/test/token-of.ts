import type { ClaimResult } from "@hooks/core";

/** @throws Error unless the claim has succeeded */
export function tokenOf(result: ClaimResult): string {
  if (result.state !== "claimed") throw new Error(`it is ${result.state}`);
  return result.token;
}
