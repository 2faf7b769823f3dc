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

/** Takes a token of three parts to pieces; `undefined` where they are not JSON objects in canonical base64url. */
export function readToken(text: string): Token | undefined {
  const [head = "", payload = "", signature = ""] = text.split(".");
  const header = readObject(head);
  const claims = readObject(payload);
  return header && claims && { header, claims, signed: `${head}.${payload}`, signature };
}
