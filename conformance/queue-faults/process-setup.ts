import type { QueuePlace } from "./open-queue.ts";

/** What the parent process says to a receiver or a worker. */
export interface ProcessSetup {
  /** Its name in the journal. */
  readonly name: string;
  readonly journalDir: string;
  readonly place: QueuePlace;
  readonly hasStore: boolean;
  readonly defect: string | undefined;
}

/** What this process was told. */
export function readSetup(): ProcessSetup {
  return JSON.parse(process.argv[2] ?? "") as ProcessSetup;
}
