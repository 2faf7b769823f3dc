import { expect, test } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";

test.each(["to-tiny.ts", "test/to-tiny.test.ts"])("the guide shows %s", (file) => {
  expect(guideShows("your-own-adapter", `own-adapter/${file}`)).toBe(true);
});
