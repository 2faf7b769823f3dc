/** Loaded first in a process of its own: makes its clock wrong by `CLOCK_SHIFT_MS`. */
const shiftMs = Number(process.env["CLOCK_SHIFT_MS"]);
const rightNow = Date.now;

globalThis.Date = class extends Date {
  constructor(...args: [] | [number]) {
    super(...((args.length === 0 ? [rightNow() + shiftMs] : args) as [number]));
  }
  static override now = (): number => rightNow() + shiftMs;
} as DateConstructor;
