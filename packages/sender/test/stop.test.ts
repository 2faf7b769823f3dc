import { expect, test } from "vitest";
import { Stop } from "../src/stop.ts";

test("whoever is there is told, once; who has left is not", () => {
  const stop = new Stop();
  const told: number[] = [];
  const listeners = Array.from({ length: 100 }, (_, i) => ({
    onStop: () => void told.push(i),
    place: -1,
  }));
  for (const listener of listeners) stop.add(listener);
  const isLeaving = (_: unknown, i: number): boolean => i % 3 === 0 || i > 90;
  for (const listener of listeners.filter(isLeaving)) {
    stop.delete(listener);
    stop.delete(listener);
  }
  stop.stop();
  stop.stop();
  const staying = listeners.map((_, i) => i).filter((i) => !isLeaving(0, i));
  expect(told.toSorted((a, b) => a - b)).toEqual(staying);
});

test("who comes when it has stopped is told at once", () => {
  const stop = new Stop();
  stop.stop();
  let count = 0;
  stop.add({ onStop: () => void count++, place: -1 });
  expect([count, stop.isStopped]).toEqual([1, true]);
});

test("who is told may take others away", () => {
  const stop = new Stop();
  const told: string[] = [];
  const pair = ["a", "b"].map((name) => ({
    place: -1,
    onStop: () => {
      told.push(name);
      for (const one of pair) stop.delete(one);
    },
  }));
  for (const one of pair) stop.add(one);
  stop.stop();
  expect(told).toHaveLength(1);
});
