/** Writes a value at a path of names joined by dots; a name that is a number makes a list. */
export function writeAt(root: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(".");
  const write = (holder: object, name: string, one: unknown): void => {
    // Not by assignment, which for one name would set the prototype.
    Object.defineProperty(holder, name, {
      value: one,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  };
  let holder: object = root;
  for (const [i, name] of names.slice(0, -1).entries()) {
    const next: unknown = Object.hasOwn(holder, name) ? (holder as never)[name] : undefined;
    // A list that is made here stays short.
    const made = /^\d{1,3}$/.test(names[i + 1] ?? "") ? [] : {};
    const inner: object = typeof next === "object" && next !== null ? next : made;
    write(holder, name, inner);
    holder = inner;
  }
  write(holder, names.at(-1) ?? "", value);
}
