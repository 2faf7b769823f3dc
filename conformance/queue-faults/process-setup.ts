import type { QueuePlace } from "./open-queue.ts";
import type { SlotSetup } from "./process-slot.ts";

/** What all processes of a trial are told. */
export interface TrialSetup {
  readonly journalDir: string;
  readonly place: QueuePlace;
  readonly defect: string | undefined;
}

/** What this process was told. */
export function readSetup<Setup extends TrialSetup = TrialSetup>(): Setup & SlotSetup {
  return JSON.parse(process.argv[2] ?? "") as Setup & SlotSetup;
}
