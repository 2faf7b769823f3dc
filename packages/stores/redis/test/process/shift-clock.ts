/** Preloaded by a process whose clock is wrong by `CLOCK_SHIFT_MS`. */
const shiftMs = Number(process.env["CLOCK_SHIFT_MS"]);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...args: [] | ConstructorParameters<typeof RightDate>) {
    if (args.length === 0) super(RightDate.now() + shiftMs);
    else super(...args);
  }

  static override now(): number {
    return RightDate.now() + shiftMs;
  }
} as DateConstructor;
