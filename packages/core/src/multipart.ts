/** More than any provider sends, and few enough to be looked at one by one. */
const maxParts = 100;

/** Characters of a part's headers. */
const maxHeadLength = 2048;

/** RFC 2046, section 5.1.1, but for the space. */
const boundarySyntax = /^[\w'()+,./:=?-]{1,70}$/;

/** Refuses what is not UTF-8. */
const utf8Decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function boundaryOf(contentType: string): string | undefined {
  const [, quoted, bare] =
    /^multipart\/form-data *;(?:.*;)? *boundary=(?:"([^"]*)"|([^\s";]*)) *(?:;|$)/i.exec(
      contentType,
    ) ?? [];
  const boundary = quoted ?? bare ?? "";
  return boundarySyntax.test(boundary) ? boundary : undefined;
}

/** The name of a part: it comes first of what its disposition says. */
function nameOf(head: string): string | undefined {
  const [, quoted, bare] =
    /^content-disposition: *form-data; *name=(?:"([^"\r\n]*)"|([\w-]+)) *(?:;|$)/im.exec(head) ??
    [];
  return quoted ?? bare;
}

/**
 * The text of the only part of that name in a multipart body (RFC 7578); `undefined` where there is none, or several,
 * where it is not UTF-8, or where the body is not written to the letter: nothing before the first part or behind the
 * last one, at most 100 parts with short headers each.
 */
export function readPart(
  body: Uint8Array,
  contentType: string,
  wanted: string,
): string | undefined {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  const delimiter = `--${boundary}`;
  // One character for each byte, so that places in the text are those in the body.
  const text = new TextDecoder("latin1").decode(body);
  if (!text.startsWith(delimiter)) return undefined;
  let at = delimiter.length;
  let found: Uint8Array | undefined;
  for (let count = 0; count < maxParts; count++) {
    if (/^--(\r\n)?$/.test(text.slice(at, at + 5))) break;
    const headEnd = text.indexOf("\r\n\r\n", at);
    if (!text.startsWith("\r\n", at) || headEnd < 0 || headEnd - at > maxHeadLength)
      return undefined;
    const end = text.indexOf(`\r\n${delimiter}`, headEnd + 4);
    if (end < 0 || count === maxParts - 1) return undefined;
    if (nameOf(text.slice(at + 2, headEnd)) === wanted) {
      // Of two, somebody else may read the other one.
      if (found) return undefined;
      found = body.subarray(headEnd + 4, end);
    }
    at = end + 2 + delimiter.length;
  }
  try {
    return found && utf8Decoder.decode(found);
  } catch {
    return undefined;
  }
}
