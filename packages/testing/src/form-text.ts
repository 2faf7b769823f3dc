import type { Delivery } from "@hooks/core";
import type { RecordedDelivery } from "./vector.ts";

const utf8 = new TextEncoder();

/** One character for each byte. */
const toLatin1 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

const fromLatin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The multipart text around the part of a name, and what the part holds. */
function partOf({ headers, body }: Delivery, name: string): RegExpExecArray | undefined {
  const type = Object.entries(headers).find(([key]) => key.toLowerCase() === "content-type");
  if (!/^multipart/i.test(String(type?.[1]))) return undefined;
  const part = new RegExp(`^(.*; name="${name}"\r\n\r\n)(.*?)(\r\n--.*)$`, "s");
  return part.exec(toLatin1(body)) ?? undefined;
}

/** What a field of a form holds, URL-encoded or multipart. */
export function formText(delivery: Delivery, name: string): string | undefined {
  const [, , held] = partOf(delivery, name) ?? [];
  if (held !== undefined) return new TextDecoder().decode(fromLatin1(held));
  return new URLSearchParams(new TextDecoder().decode(delivery.body)).get(name) ?? undefined;
}

/** The delivery with another text in a field of its form. */
export function withFormText(
  delivery: RecordedDelivery,
  name: string,
  text: string,
): RecordedDelivery {
  const [, before, , after] = partOf(delivery, name) ?? [];
  const form = new URLSearchParams(new TextDecoder().decode(delivery.body));
  form.set(name, text);
  const body =
    before === undefined
      ? utf8.encode(form.toString())
      : fromLatin1(before + toLatin1(utf8.encode(text)) + after);
  return { ...delivery, body };
}
