import { contendersOf } from "./contenders.ts";

/** Verifies again and again, to be profiled. */
export async function repeatVerify(bytes: number, ms: number): Promise<void> {
  const [verify] = await contendersOf(bytes);
  const endsAt = performance.now() + ms;
  while (performance.now() < endsAt) {
    for (let i = 0; i < 100; i++) await verify?.run();
  }
}
