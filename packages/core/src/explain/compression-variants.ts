import { decodeBody } from "../decode-body.ts";
import { readStream } from "../read-stream.ts";
import type { BodyVariant } from "./body-variants.ts";

const codings = ["gzip", "deflate", "br"] as const;

/** What compressors write where gzip names the system (RFC 1952, section 2.3.1). */
const systems = [3, 255, 0, 10, 19, 7] as const;

async function compressed(
  body: Uint8Array,
  format: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  try {
    const stream = new Blob([body as Uint8Array<ArrayBuffer>]).stream();
    const through = new CompressionStream(format as CompressionFormat);
    return await readStream(stream.pipeThrough(through), maxBytes);
  } catch {
    // The runtime does not know it.
    return undefined;
  }
}

/** The body decompressed; and compressed, as programs do that leave the settings as they are. */
export async function* compressionVariants(
  body: Uint8Array,
  maxBytes: number,
): AsyncGenerator<BodyVariant> {
  const delivery = { method: "POST", url: "", headers: {}, body };
  for (const coding of codings) {
    try {
      const { body: plain } = await decodeBody(delivery, coding, 4 * maxBytes);
      const evidence = `the body is ${coding}, and the signature is right for its content`;
      yield { findings: [{ code: "body_compressed", evidence }], body: plain };
      return;
    } catch {
      // Not compressed so.
    }
  }
  for (const format of ["gzip", "deflate", "brotli"]) {
    const packed = await compressed(body, format, 2 * maxBytes);
    const evidence = `the signature is right for the body as ${format}`;
    if (!packed) continue;
    for (const system of format === "gzip" ? systems : [undefined]) {
      const whole = Uint8Array.from(packed);
      if (system !== undefined) whole[9] = system;
      yield { findings: [{ code: "body_compressed", evidence }], body: whole };
    }
  }
}
