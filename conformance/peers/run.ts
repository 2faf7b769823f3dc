/** Checks presets against the packages of their providers: `node run.ts [preset…]`. Exits with 1 if a check fails. */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { coverageOf, coverageText, peersOf } from "../../scripts/preset-coverage.ts";
import { loadPresets } from "../../scripts/presets.ts";
import { holds, Tally } from "../tally.ts";
import { crossCheck } from "./cross-check.ts";
import type { Peer } from "./peer.ts";
import { peers } from "./peers.ts";
import { checkSender } from "./sender.ts";

const dir = import.meta.dirname;
const asked = process.argv.slice(2);
const ids = Object.keys(peers).filter((id) => asked.length === 0 || asked.includes(id));
const tally = new Tally();

await tally.check("the list names each file, and each package is pinned", () => {
  const files = globSync("src/*.ts", { cwd: dir }).map((path) => basename(path, ".ts"));
  holds(files.sort().join() === Object.keys(peers).sort().join(), "list and files differ");
  const manifest = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
  for (const name of Object.values(peers)) {
    holds(/^\d+\.\d+\.\d+$/.test(manifest.dependencies[name]), `${name} is not pinned`);
  }
});
holds(ids.length > 0, "there is no such peer");

for (const id of ids) {
  const before = tally.count;
  await tally.check(`${id} is there`, async () => {
    const { peer }: { readonly peer: Peer } = await import(`./src/${id}.ts`);
    holds(peer.preset.id === id, `the peer is that of ${peer.preset.id}`);
    await crossCheck(peer, tally);
  });
  console.log(`${id}: ${tally.count - before} checks against ${peers[id as keyof typeof peers]}`);
}

if (asked.length === 0) {
  const before = tally.count;
  await checkSender(tally);
  console.log(`sender: ${tally.count - before} checks against standardwebhooks and svix`);
}

if (asked.length === 0) console.log(coverageText(coverageOf(await loadPresets(), peersOf())));
for (const failure of tally.failures) console.error(`failed: ${failure}`);
console.log(`${tally.count - tally.failures.length} passed, ${tally.failures.length} failed`);
process.exitCode = tally.failures.length > 0 ? 1 : 0;
