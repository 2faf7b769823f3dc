import { testStore } from "@hooks/testing";
import { describe, test } from "vitest";
import { memoryStore } from "../src/index.ts";

const maxEntries = 50;

describe("with a clock that the suite moves", () => {
  const create = () => {
    let ms = 1_700_000_000_000;
    return {
      store: memoryStore({ maxEntries, now: () => ms }),
      advance: (by: number) => {
        ms += by;
      },
    };
  };
  testStore("memory", create, { test, maxEntries });
});

describe("in real time", () => {
  testStore("memory", () => ({ store: memoryStore({ maxEntries }) }), { test, maxEntries });
});
