const encoder = /* @__PURE__ */ new TextEncoder();

/** The UTF-8 bytes of a text. */
export const utf8 = (text?: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
