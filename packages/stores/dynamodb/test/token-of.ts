import type { ClaimResult } from "@hooks/core";

/** @throws Error unless the claim has succeeded */
export function tokenOf(result: ClaimResult): string {
  if (result.state === "claimed") return result.token;
  throw new Error(`it is not claimed, but ${result.state}`);
}
