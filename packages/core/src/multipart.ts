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

/** A part of a multipart body. */
interface Part {
  readonly head: string;
  readonly body: Uint8Array;
}

/**
 * The parts of a multipart body (RFC 7578); `undefined` where it is not written to the letter: nothing before the first
 * part or behind the last one, at most 100 parts with short headers each.
 */
function partsOf(body: Uint8Array, contentType: string): readonly Part[] | undefined {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  const delimiter = `--${boundary}`;
  // One character for each byte, so that places in the text are those in the body.
  const text = new TextDecoder("latin1").decode(body);
  if (!text.startsWith(delimiter)) return undefined;
  let at = delimiter.length;
  const parts: Part[] = [];
  for (let count = 0; count < maxParts; count++) {
    if (/^--(\r\n)?$/.test(text.slice(at, at + 5))) break;
    const headEnd = text.indexOf("\r\n\r\n", at);
    if (!text.startsWith("\r\n", at) || headEnd < 0 || headEnd - at > maxHeadLength)
      return undefined;
    const end = text.indexOf(`\r\n${delimiter}`, headEnd + 4);
    if (end < 0 || count === maxParts - 1) return undefined;
    parts.push({ head: text.slice(at + 2, headEnd), body: body.subarray(headEnd + 4, end) });
    at = end + 2 + delimiter.length;
  }
  return parts;
}

function textOf({ body }: Part): string | undefined {
  try {
    return utf8Decoder.decode(body);
  } catch {
    return undefined;
  }
}

/**
 * The text of the only part of that name in a multipart body; `undefined` where there is none, or several, or where it is
 * not UTF-8.
 */
export function readPart(
  body: Uint8Array,
  contentType: string,
  wanted: string,
): string | undefined {
  const [found, another] =
    partsOf(body, contentType)?.filter(({ head }) => nameOf(head) === wanted) ?? [];
  // Of two, somebody else may read the other one.
  return found && !another ? textOf(found) : undefined;
}

/** A part that is no field: it has a file's name, in whatever spelling. */
const isFile = ({ head }: Part): boolean =>
  /^content-disposition:[^\r\n]*;\s*filename\*?\s*=/im.test(head);

/**
 * The names and texts of all parts that are no files; `undefined` where one has no name or is not UTF-8, or where the body
 * is not written to the letter.
 */
export function readTexts(body: Uint8Array, contentType: string): [string, string][] | undefined {
  const fields = partsOf(body, contentType)?.filter((part) => !isFile(part));
  const texts = fields?.map((part) => [nameOf(part.head), textOf(part)]);
  return texts?.flat().includes(undefined) ? undefined : (texts as [string, string][] | undefined);
}
