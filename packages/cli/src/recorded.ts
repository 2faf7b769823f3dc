import { appendFile, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Delivery } from "@hooks/core";
import { readInput } from "./read-input.ts";
import { usageError } from "./usage-error.ts";

/** Where deliveries are recorded, unless an option says otherwise. */
export const defaultFile = ".hooks/deliveries.jsonl";

/** How large the file may become. */
const maxFileBytes = 104_857_600;

/** What may have become of a recorded delivery. */
export const recordStatuses = ["accepted", "handshake", "refused", "failed"] as const;

/** What became of a recorded delivery. */
export type RecordStatus = (typeof recordStatuses)[number];

/** A delivery as it was received, one line of the file. */
export interface RecordLine {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly provider: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly bodyBase64: string;
  readonly status: RecordStatus;
  /** Why it was refused, or what answered that it has failed. */
  readonly why?: string | undefined;
  readonly eventId?: string | undefined;
  readonly type?: string | undefined;
  readonly form?: string | undefined;
  readonly forwardedTo?: string | undefined;
}

/** A line that says anew what became of a delivery. */
export type StatusLine = Pick<RecordLine, "id" | "status" | "why">;

/**
 * Adds a line to the file, which only its owner may read.
 *
 * @throws WebhookError `option_invalid` when the file is full, or can't be written
 */
export async function appendLine(file: string, line: RecordLine | StatusLine): Promise<void> {
  const text = `${JSON.stringify(line)}\n`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const { size } = await stat(file).catch(() => ({ size: 0 }));
    if (size + text.length > maxFileBytes) throw usageError("the file of deliveries is full");
    await appendFile(file, text, { mode: 0o600 });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "option_invalid") throw error;
    throw usageError(`the file of deliveries can't be written: ${code ?? "unknown reason"}`);
  }
}

const isLine = (value: unknown): value is RecordLine | StatusLine => {
  const { id, status } = Object(value) as Partial<RecordLine>;
  return typeof id === "string" && typeof status === "string";
};

/** @throws WebhookError `option_invalid` for a file that can't be read, or holds something else */
export async function readRecords(file: string): Promise<readonly RecordLine[]> {
  const text = new TextDecoder().decode(await readInput(`@${file}`, maxFileBytes));
  const records = new Map<string, RecordLine>();
  for (const [i, one] of text.split("\n").entries()) {
    if (one === "") continue;
    let line: unknown;
    try {
      line = JSON.parse(one);
    } catch {
      // Said below.
    }
    if (!isLine(line)) throw usageError(`line ${i + 1} of ${file} is no recorded delivery`);
    const before = records.get(line.id);
    if (before) records.set(line.id, { ...before, why: undefined, ...line });
    else if ("bodyBase64" in line) records.set(line.id, line);
  }
  return [...records.values()];
}

/** The delivery that was recorded. */
export function recordedDelivery({ method, url, headers, bodyBase64 }: RecordLine): Delivery {
  return { method, url, headers, body: new Uint8Array(Buffer.from(bodyBase64, "base64")) };
}
