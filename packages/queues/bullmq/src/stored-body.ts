import { isUtf8 } from "node:buffer";

/** A body as text, whichever client carries it: nearly all are UTF-8, and lie in Redis as they are. */
export function bodyText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? `t${buffer.toString("utf8")}` : `b${buffer.toString("base64")}`;
}

/** The bytes that {@link bodyText} was given. */
export function bodyBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(1), text.startsWith("b") ? "base64" : "utf8"));
}
