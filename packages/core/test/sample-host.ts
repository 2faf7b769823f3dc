import type { Host } from "@hooks/core";

/** A host that notes what it is to stay alive for. */
export interface SampleHost extends Host {
  readonly works: readonly Promise<unknown>[];
  /** How much of that has ended. */
  readonly ended: () => number;
}

export function sampleHost(): SampleHost {
  const works: Promise<unknown>[] = [];
  let ended = 0;
  return {
    works,
    ended: () => ended,
    waitUntil: (work) => {
      works.push(work.finally(() => ended++));
    },
  };
}
