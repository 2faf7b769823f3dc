import { expect, test } from "vitest";
import { Line, type Seat } from "../src/line.ts";

/** All that stand in it, in order, taken out. */
function emptied(line: Line<number>, seats: readonly Seat<number>[]): readonly number[] {
  const found: number[] = [];
  for (let first = line.first; first !== undefined; first = line.first) {
    found.push(first);
    line.delete(seats[first] as Seat<number>);
  }
  return found;
}

test.each([
  [[]],
  [[0]],
  [[5]],
  [[2, 3]],
  [[0, 1, 2]],
  [[5, 4, 3]],
  [[0, 5, 2, 4]],
  [[0, 1, 2, 3, 4, 5]],
])("who has left is gone, the others keep their order: %j", (leaving) => {
  const line = new Line<number>();
  const seats = [0, 1, 2, 3, 4, 5].map((item) => line.add(item));
  for (const item of leaving) {
    const seat = seats[item] as Seat<number>;
    line.delete(seat);
    expect([seat.previous, seat.next]).toEqual([undefined, undefined]);
  }
  seats.push(line.add(6));
  const staying = [0, 1, 2, 3, 4, 5, 6].filter((item) => !leaving.includes(item));
  expect(line.size).toBe(staying.length);
  expect(emptied(line, seats)).toEqual(staying);
  expect([line.size, line.first]).toEqual([0, undefined]);
});
