const word = "[A-Za-z0-9_-]+";
const type = new RegExp(`^${word}(\\.${word})*$`);
const pattern = new RegExp(`^(\\*|${word}(\\.${word})*(\\.\\*)?)$`);
const maxLength = 200;

/** Is it words of letters, digits, `_` and `-`, joined by dots? */
export const isEventType = (text: unknown): text is string =>
  typeof text === "string" && text.length <= maxLength && type.test(text);

/** Is it an event type, one with `.*` behind it, or `*`? */
export const isEventTypePattern = (text: unknown): text is string =>
  typeof text === "string" && text.length <= maxLength && pattern.test(text);

/** Is an event of this type among those that the patterns say? `user.*` is all below `user`, and not `user` itself. */
export const isSubscribed = (patterns: readonly string[], eventType: string): boolean =>
  patterns.some((one) =>
    one === "*"
      ? true
      : one.endsWith(".*")
        ? eventType.startsWith(one.slice(0, -1))
        : eventType === one,
  );
