import { readFileSync, writeFileSync } from "node:fs";

/** Bytes of a field of Linux's account of this process: `VmRSS` is what is resident now, `VmHWM` the most that was. */
export function residentBytes(field: "VmRSS" | "VmHWM"): number {
  const [, kilobytes] =
    readFileSync("/proc/self/status", "utf8").match(`${field}:\\s+(\\d+)`) ?? [];
  return Number(kilobytes) * 1024;
}

/** Has the system forget the peak that there was. */
export function forgetPeak(): void {
  writeFileSync("/proc/self/clear_refs", "5");
}
