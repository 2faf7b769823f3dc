import { WebhookError } from "@hooks/core";
import type { Params } from "./field-reader.ts";

const seconds = (params: Params, name: string): number | undefined => {
  const value = params.get(name);
  if (value === undefined || (typeof value === "number" && value >= 0)) return value;
  throw new WebhookError("timestamp_malformed", `${name} is no time`);
};

/** What the parameters say of time, once it is found to be right. */
export interface SignatureTimes {
  readonly created: Date;
  readonly expires: Date | undefined;
}

/** @throws WebhookError `timestamp_malformed`, also where there is no `created`; `timestamp_too_old`, `timestamp_in_future` */
export function assertTimes(params: Params, nowMs: number, tolerance: number): SignatureTimes {
  const created = seconds(params, "created");
  const expires = seconds(params, "expires");
  if (created === undefined) throw new WebhookError("timestamp_malformed", "created is missing");
  const now = nowMs / 1000;
  if (!(created <= now + tolerance)) throw new WebhookError("timestamp_in_future");
  if (!(Math.floor(now) <= created + tolerance)) throw new WebhookError("timestamp_too_old");
  if (expires !== undefined && !(now < expires)) {
    throw new WebhookError("timestamp_too_old", "the signature has expired");
  }
  return {
    created: new Date(created * 1000),
    expires: expires === undefined ? undefined : new Date(expires * 1000),
  };
}
