/** What has to hold of every trial, by name. */
export const checks = {
  published: "every event was published in the end",
  early: "no publish resolved before its jobs were in the queue",
  delivered: "every event got a whole 2xx from every endpoint that subscribes to it",
  subscribed: "no endpoint was sent what it does not subscribe to",
  signed: "every request was signed, and every one of an event had the same bytes",
  ordered: "no event was sent to an ordered endpoint before that had taken the one ahead of it",
  overlapping: "no two attempts of a delivery ran at once while the earlier's lease lived",
  leased: "no delivery was handed over before the lease of a dead worker had ended",
  numbered: "no two attempts of a delivery were given the same number, or made two requests",
  wide: "no endpoint had more attempts at once than its lane allows, while their leases lived",
  reserved: "no worker had more retries at once than may take its slots",
  unexplained: "every attempt after the first, and every 2xx after the first, has a cause",
  bounded:
    "no more was taken again than was in flight at the kills, pauses and outages, or unheard",
  left: "all jobs are completed, and every event is known when it is published again",
  crashes: "no process ended by itself",
  faults: "every kind of fault was injected, and a process died at each step",
} as const;

export type CheckName = keyof typeof checks;

export const checkNames: readonly CheckName[] = Object.keys(checks) as CheckName[];
