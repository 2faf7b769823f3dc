import { decodeText } from "../decode-text.ts";
import { parseJson } from "../delivery-reader.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** A token as it came: nothing of it is known to be true. */
export interface Token {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The text that is signed. */
  readonly signed: string;
  readonly signature: string;
}

function readObject(part: string): JsonObject | undefined {
  const bytes = decodeText(part, "base64url");
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const value = bytes && parseJson(() => decoder.decode(bytes));
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}

/** What a token says of itself; `undefined` where that is no JSON object in canonical base64url. */
export const readTokenHeader = (text: string): JsonObject | undefined =>
  readObject(text.split(".")[0] ?? "");

/**
 * Takes a token of three parts to pieces; `undefined` where they are not JSON objects in canonical base64url.
 *
 * @param detached the payload of a token that leaves it out; it may be anything, and claims nothing
 */
export function readToken(text: string, detached?: string): Token | undefined {
  const [head = "", payload = "", signature = ""] = text.split(".");
  const header = readObject(head);
  const claims = detached === undefined ? readObject(payload) : {};
  // One that has a payload of its own as well could mean either.
  if (!header || !claims || (detached !== undefined && payload !== "")) return undefined;
  return { header, claims, signed: `${head}.${detached ?? payload}`, signature };
}
