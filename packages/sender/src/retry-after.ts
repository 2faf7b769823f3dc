const seconds = /^\d{1,10}$/;

const months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
const time = "\\d\\d:\\d\\d:\\d\\d";

/** The three forms of RFC 9110, section 5.6.7. */
const httpDate = new RegExp(
  `^[A-Z][a-z]{2}, \\d\\d (${months}) \\d{4} ${time} GMT$|^[A-Z][a-z]{5,8}, \\d\\d-(${months})-\\d\\d ${time} GMT$|^[A-Z][a-z]{2} (${months}) [ \\d]\\d ${time} \\d{4}$`,
);

/**
 * How long a reply's Retry-After (RFC 9110, section 10.2.3) asks to wait, in milliseconds from now.
 *
 * @returns `undefined` where it is absent or nonsense; at most `maxMs`
 */
export function parseRetryAfter(
  text: string | undefined,
  nowMs: number,
  maxMs: number,
): number | undefined {
  const value = text?.trim() ?? "";
  const waitMs = seconds.test(value)
    ? Number(value) * 1000
    : httpDate.test(value)
      ? // The oldest form does not say that it is in GMT.
        Date.parse(value.endsWith("GMT") ? value : `${value} GMT`) - nowMs
      : Number.NaN;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), maxMs);
}
