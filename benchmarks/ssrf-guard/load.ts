import { type Agent, request } from "undici";

/** What one round has shown. */
export interface Round {
  readonly perSecond: number;
  /** Time of this process's processor for each request, in microseconds. */
  readonly cpuUs: number;
}

const inFlight = 50;
const body = JSON.stringify({ id: 1, text: "x".repeat(1024 - 18) });
const headers = { "content-type": "application/json" };

/** @throws Error when a request fails */
export async function load(dispatcher: Agent, url: string, seconds: number): Promise<Round> {
  let count = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const cpuBefore = process.cpuUsage();
  async function work(): Promise<void> {
    while (performance.now() < endsAt) {
      const reply = await request(url, { dispatcher, method: "POST", headers, body });
      if (reply.statusCode !== 200) throw new Error(`${url} answers ${reply.statusCode}`);
      await reply.body.dump();
      count++;
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work));
  const { user, system } = process.cpuUsage(cpuBefore);
  const perSecond = (count * 1000) / (performance.now() - startedAt);
  return { perSecond, cpuUs: (user + system) / count };
}
