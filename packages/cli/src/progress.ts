/** A bar on the terminal. */
export interface Progress {
  readonly advance: (message: string) => void;
  readonly end: () => void;
}

/** Makes a bar on standard error, where both that and standard output are terminals; else there is none. */
export async function createProgress(max: number): Promise<Progress | undefined> {
  const { stderr: output, stdout } = process;
  if (!output.isTTY || !stdout.isTTY) return undefined;
  const { progress } = await import("@clack/prompts");
  const bar = progress({ max, output, withGuide: false });
  bar.start(`0 of ${max}`);
  let done = 0;
  return {
    advance: (message) => bar.advance(1, `${++done} of ${max}, the last one ${message}`),
    end: () => bar.stop(`${done} of ${max}`),
  };
}
