import { QueueError, type QueueErrorCode } from "./queue-error.ts";

/** @throws QueueError `option_invalid` unless it is an integer within the bounds */
export function boundedInteger(name: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new QueueError("option_invalid", `${name} is not an integer from ${least} to ${most}`);
}

const loneSurrogate = /\p{Surrogate}/u;

/** @throws QueueError unless it is well-formed text, neither empty nor too long */
export function boundedText(
  name: string,
  value: string,
  most: number,
  code: QueueErrorCode = "option_invalid",
): string {
  const isText = typeof value === "string" && value.length >= 1 && value.length <= most;
  if (isText && !loneSurrogate.test(value)) return value;
  throw new QueueError(code, `${name} is not well-formed text of 1 to ${most} characters`);
}

/** @throws QueueError `option_invalid` unless it is a function or not given */
export function optionalFunction<Given>(name: string, value: Given): Given {
  if (value === undefined || typeof value === "function") return value;
  throw new QueueError("option_invalid", `${name} is not a function`);
}
