/** What is shown while many are seen to. */
export interface ProgressOptions {
  readonly isShown: boolean;
  readonly label: string;
}

/** Fewer are done before anybody has read a bar. */
const leastShown = 20;

/** Sees to one after the other, with a bar where standard output is a terminal. */
export async function withProgress<Item>(
  items: readonly Item[],
  { isShown, label }: ProgressOptions,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  if (!isShown || !process.stdout.isTTY || items.length < leastShown) {
    for (const item of items) await work(item);
    return;
  }
  const { progress } = await import("@clack/prompts");
  const bar = progress({ max: items.length });
  bar.start(label);
  for (const [i, item] of items.entries()) {
    await work(item);
    bar.advance(1, `${label} ${i + 1} of ${items.length}`);
  }
  bar.stop(`${label} ${items.length}`);
}
