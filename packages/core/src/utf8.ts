/** The UTF-8 bytes of a text. */
export const utf8 = (text = ""): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
