import type { Provider, Signature } from "@hooks/core";
import type { RecordLine } from "./recorded.ts";

const shown = "[secret]";

/** The headers that hold the secret itself, in any encoding. */
function secretHeaders(provider: Provider): readonly string[] {
  return (provider.forms ? Object.values(provider.forms) : [provider])
    .flatMap(({ signature }): readonly Signature[] => [signature].flat())
    .flatMap((signature) => {
      if (signature.scheme === "basic") return ["authorization"];
      return signature.scheme === "token"
        ? [signature.field].flat().flatMap((field) => ("header" in field ? field.header : []))
        : [];
    });
}

/** A record as it may be shown: some providers send the secret along, and it is in the file alone. */
export function withoutSecret(record: RecordLine, provider: Provider, secret: string): RecordLine {
  const clean = (text: string): string =>
    text.replaceAll(secret, shown).replaceAll(encodeURIComponent(secret), shown);
  const hidden = secretHeaders(provider);
  const headers = Object.entries(record.headers).map(([name, values]) => [
    name,
    values.map((value) => (hidden.includes(name) ? shown : clean(value))),
  ]);
  const body = Buffer.from(record.bodyBase64, "base64");
  const isClean = !body.includes(secret);
  return {
    ...record,
    url: clean(record.url),
    headers: Object.fromEntries(headers),
    bodyBase64: isClean
      ? record.bodyBase64
      : Buffer.from(clean(body.toString("utf8"))).toString("base64"),
  };
}
