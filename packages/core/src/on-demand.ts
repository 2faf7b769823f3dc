/** Makes what loads a part when it is first needed. Afterwards it is there at once: `import()` takes its time again. */
export function onDemand<T>(load: () => Promise<T>): () => T | Promise<T> {
  let part: T | undefined;
  return () => part ?? load().then((loaded) => (part = loaded));
}
