import { SenderError } from "./sender-error.ts";

/** Those of the connection and of the message, which HTTP needs for itself, and those that say who sends and what. */
const forbidden: ReadonlySet<string> = new Set([
  ...["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect"],
  ...["proxy-authenticate", "proxy-authorization", "proxy-connection", "proxy-status"],
  ...["host", "content-length", "content-type", "content-encoding", "accept-encoding", "range"],
  ...["content-digest", "signature", "signature-input", "user-agent", "http2-settings", "date"],
  ...["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"],
]);

const name = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const value = /^[\x20-\x7e\t]*$/;
const maxBytes = 8192;

/**
 * Checks an endpoint's own headers.
 *
 * @param signerHeaders what signing adds, in lower case
 * @returns them with names in lower case
 * @throws SenderError `endpoint_invalid`
 */
export function checkHeaders(
  headers: Readonly<Record<string, string>>,
  signerHeaders: readonly string[],
): Readonly<Record<string, string>> {
  const checked: Record<string, string> = {};
  let bytes = 0;
  for (const [given, text] of Object.entries(headers)) {
    const lower = given.toLowerCase();
    const invalid = (message: string): SenderError =>
      new SenderError("endpoint_invalid", "headers", message);
    if (!name.test(given)) throw invalid("has a name that is none");
    if (forbidden.has(lower) || lower.startsWith("webhook-") || signerHeaders.includes(lower)) {
      throw new SenderError("endpoint_invalid", `headers.${lower}`, "is not the endpoint's to set");
    }
    if (Object.hasOwn(checked, lower)) throw invalid(`has ${lower} twice`);
    if (typeof text !== "string" || !value.test(text)) {
      throw new SenderError("endpoint_invalid", `headers.${lower}`, "has to be ASCII in one line");
    }
    bytes += given.length + text.length + 4;
    if (bytes > maxBytes) throw invalid(`takes more than ${maxBytes} bytes`);
    checked[lower] = text;
  }
  return checked;
}
