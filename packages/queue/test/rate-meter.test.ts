import { fakeClock } from "@hooks/testing";
import { expect, test } from "vitest";
import { RateMeter } from "../src/index.ts";

test("counts what happened within the last minute, and forgets the rest", () => {
  const { now, advance } = fakeClock();
  const meter = new RateMeter(now);
  meter.add(5);
  advance(30_000);
  meter.add();
  expect(meter.total()).toBe(6);
  advance(30_000);
  expect(meter.total()).toBe(1);
  advance(600_000);
  expect(meter.total()).toBe(0);
  meter.add(2);
  expect(meter.total()).toBe(2);
});
