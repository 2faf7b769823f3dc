/** What has to hold of every trial, by name. */
export const checks = {
  answered: "every delivery was answered 2xx in the end",
  handled: "every delivery's handler came to its end",
  early: "no 2xx was sent before the handler had come to its end",
  unclaimed: "no handler ran without a claim",
  overlapping: "no two handlers of a delivery ran at once while their leases lived",
  leased: "no claim was granted while another's lease lived",
  recorded: "nothing ran again once it was recorded",
  unexplained: "every other run after the first has a cause that at-least-once allows",
  answers: "every duplicate was answered by the recorded reply",
  stuck: "no claim was left behind",
  crashes: "no receiver ended by itself",
  faults: "every kind of fault was injected",
} as const;

export type CheckName = keyof typeof checks;

export const checkNames: readonly CheckName[] = Object.keys(checks) as CheckName[];
