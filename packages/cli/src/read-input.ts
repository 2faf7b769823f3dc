import { createReadStream } from "node:fs";
import { usageError } from "./usage-error.ts";

/** How large a body may be, and a file that holds one. */
export const maxInputBytes = 10_485_760;

async function readAll(stream: AsyncIterable<unknown>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > most) throw usageError(`the input is over ${most} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/**
 * The bytes that an option names: `@file` is a file's, `-` those of standard input, anything else is the text itself.
 *
 * @throws WebhookError `option_invalid` for a file that can't be read, or is too large
 */
export async function readInput(text: string, most: number = maxInputBytes): Promise<Uint8Array> {
  if (text === "-") return readAll(process.stdin, most);
  if (!text.startsWith("@")) return new TextEncoder().encode(text);
  try {
    return await readAll(createReadStream(text.slice(1)), most);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "option_invalid") throw error;
    throw usageError(`the file can't be read: ${code ?? "unknown reason"}`);
  }
}
