/** What has to hold of every trial, by name. */
export const checks = {
  answered: "every event was answered 2xx in the end",
  early: "no 2xx was sent before the event was in the queue",
  handled: "every event's handler came to its end",
  overlapping: "no two handlers of an event ran at once while the earlier's lease lived",
  leased: "no event was handed over before the lease of a dead worker had ended",
  numbered: "no two handlers of an event were given the same attempt",
  unexplained: "every run after the first has a cause that at-least-once allows",
  bounded: "no more ended again than were in flight at the kills, pauses and outages",
  left: "one job for each event is completed, and none is left over or dead",
  crashes: "no process ended by itself",
  faults: "every kind of fault was injected, and a process died at each step",
} as const;

export type CheckName = keyof typeof checks;

export const checkNames: readonly CheckName[] = Object.keys(checks) as CheckName[];
