/** BullMQ takes no id that is a number, and has keys of its own beside the jobs': these are letters and hyphens. */
const isTaken = /^(?:-?\d+|[A-Za-z-]+)$/;

/**
 * The id that a job has in BullMQ: in the alphabet of a URL's parts, so that it holds no `:`; readable where ours is.
 *
 * No two ids share one, for `encodeURIComponent` never writes the first character's escape of a taken one.
 */
export function jobKeyOf(id: string): string {
  const key = encodeURIComponent(id);
  if (!isTaken.test(key)) return key;
  return `%${key.charCodeAt(0).toString(16).toUpperCase()}${key.slice(1)}`;
}

/** The id of a job that {@link jobKeyOf} gave this key. */
export function jobIdOfKey(key: string): string {
  return decodeURIComponent(key);
}
