import { forbiddenUrls } from "./suite-urls.ts";
import { guardCases } from "./test-guard-cases.ts";
import { type CreateGuardedClient, GuardTrial, isGuardRefusal } from "./test-guard-trial.ts";

/** What {@link testGuard} needs of the test runner, and has to know of the client. */
export interface GuardTestOptions {
  /** Registers a test; `test` of any runner will do. A test fails by rejecting with an `Error`. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /**
   * Tells a refusal from a connection that was tried and has failed. Default: the error, or one of its causes, is a
   * `GuardError` that refuses.
   */
  readonly isRefusal?: ((error: unknown) => boolean) | undefined;
  /** Throws for a URL that is refused at registration. Without it, the cases of whole URLs are left out. */
  readonly checkUrl?: ((url: string) => unknown) | undefined;
}

function urlCase(url: string, checkUrl: (url: string) => unknown): () => Promise<void> {
  return async () => {
    try {
      await checkUrl(url);
    } catch {
      return;
    }
    throw new Error(`${JSON.stringify(url)} is taken`);
  };
}

/**
 * Registers the tests that every guarded client has to pass, over real sockets and with a real name server on this
 * host.
 *
 * They show that no request reaches a forbidden address, however it is spelled, resolved, changed or redirected to;
 * and that what is allowed is reached, so that a client that refuses everything fails too.
 *
 * @param createClient makes a client for one case, that is to be as guarded as the one in use
 * @returns how many tests were registered; each of them fails unless it has checked something
 */
export function testGuard(
  name: string,
  createClient: CreateGuardedClient,
  { test, isRefusal = isGuardRefusal, checkUrl }: GuardTestOptions,
): number {
  for (const { name: caseName, run } of guardCases) {
    test(`${name}: ${caseName}`, async () => {
      const trial = await GuardTrial.start(createClient, isRefusal);
      try {
        await run(trial);
      } finally {
        await trial.close();
      }
      if (trial.count === 0) throw new Error(`${name}: "${caseName}" has checked nothing`);
    });
  }
  if (!checkUrl) return guardCases.length;
  for (const [i, url] of forbiddenUrls.entries()) {
    test(`${name}: url ${i + 1}: ${JSON.stringify(url).slice(0, 60)}`, urlCase(url, checkUrl));
  }
  return guardCases.length + forbiddenUrls.length;
}
