import { placeOf } from "../memory/sites-of.ts";

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A function, and its share of the time, without what it calls. */
export interface HotFunction {
  readonly name: string;
  readonly share: number;
}

/** Where a profile spends the last of its time, but for idling: a name -> microseconds. */
export function timeByName(
  json: string,
  lastMs: number,
  nameOf: (callFrame: CpuProfile["nodes"][number]["callFrame"]) => string,
): ReadonlyMap<string, number> {
  const { nodes, samples, timeDeltas } = JSON.parse(json) as CpuProfile;
  const nameById = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const timeUs = new Map<string, number>();
  const times = timeDeltas.map((delta) => Math.max(0, delta));
  let leftBefore = times.reduce((sum, time) => sum + time, 0) - lastMs * 1000;
  samples.forEach((id, i) => {
    const name = nameById.get(id) ?? "";
    const time = times[i] ?? 0;
    const isBefore = leftBefore > 0;
    leftBefore -= time;
    if (name === "(idle)" || isBefore) return;
    timeUs.set(name, (timeUs.get(name) ?? 0) + time);
  });
  return timeUs;
}

/** The functions in which a profile spends the last of its time, the hottest first. */
export function hotFunctions(json: string, lastMs: number): readonly HotFunction[] {
  const times = timeByName(json, lastMs, placeOf);
  const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / whole }))
    .sort((a, b) => b.share - a.share);
}
