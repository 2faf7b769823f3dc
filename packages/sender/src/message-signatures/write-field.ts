import type { InnerList, Params } from "./field-reader.ts";

/** Writes a string of a structured field (RFC 8941, section 4.1.6), which has to be visible ASCII and spaces. */
const writeString = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** Can it be written as a string? */
export const isString = (text: unknown): text is string =>
  typeof text === "string" && /^[ -~]*$/.test(text);

const writeParams = (params: Params): string =>
  Array.from(params, ([name, value]) => {
    if (value === true) return `;${name}`;
    return `;${name}=${typeof value === "number" ? value : writeString(value)}`;
  }).join("");

/** Writes a component's name, with its parameters. */
export const writeItem = ({ value, params }: InnerList["items"][number]): string =>
  writeString(value) + writeParams(params);

/** Writes an inner list: what `@signature-params` stands for. */
export const writeInnerList = ({ items, params }: InnerList): string =>
  `(${items.map(writeItem).join(" ")})${writeParams(params)}`;

/** Writes a byte sequence. */
export const writeBytes = (bytes: Uint8Array): string =>
  `:${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64")}:`;
