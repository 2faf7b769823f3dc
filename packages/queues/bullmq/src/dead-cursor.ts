import { QueueError } from "@hooks/queue";

/** The dead job after which a page begins: when it died, and its key. */
export type DeadPlace = readonly [atMs: string, key: string];

/** As a client gets it: opaque. */
export function cursorOf(place: DeadPlace): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** @throws QueueError `option_invalid` */
export function placeOf(cursor: string | undefined): DeadPlace {
  if (cursor === undefined) return ["", ""];
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(place) && place.length === 2) {
      const [atMs, key] = place;
      if (/^\d{1,16}$/.test(atMs) && typeof key === "string" && key !== "") return [atMs, key];
    }
  } catch {
    // It is no JSON.
  }
  throw new QueueError("option_invalid", "the cursor is not one that this queue gave");
}
