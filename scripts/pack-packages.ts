/** Packs the built packages as they would be published, to stand in for those in tests and in the guide's transcript. */
import { execFile } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { publicPackages, root } from "./workspace.ts";

const run = promisify(execFile);

/** The tarball of each package, by its name. */
export type Tarballs = Readonly<Record<string, string>>;

/** What projects of `hooks init` install of ours, and what that needs. */
const installed =
  /^@hooks\/(core|providers|node|express|fastify|hono|next|store-(memory|redis)|queue(-memory|-sqlite)?|sender|ssrf-guard|dispatcher|testing|cli)$/;

/** Packs these packages into a folder. They have to be built. */
export async function packPackages(out: string): Promise<Tarballs> {
  const wanted = publicPackages().filter(({ manifest }) => installed.test(manifest.name));
  const packed = wanted.map(async ({ dir, manifest: { name } }) => {
    const file = join(out, `${name.replace("@hooks/", "hooks-")}.tgz`);
    await run("pnpm", ["pack", "--out", file], { cwd: join(root, dir) });
    return [name, file] as const;
  });
  return Object.fromEntries(await Promise.all(packed));
}

/** The tarballs that were packed into a folder before. */
export function packedIn(folder: string): Tarballs {
  const files = globSync("hooks-*.tgz", { cwd: folder });
  const nameOf = (file: string): string => file.replace(/^hooks-(.*)\.tgz$/, "@hooks/$1");
  return Object.fromEntries(files.map((file) => [nameOf(file), join(folder, file)]));
}

/**
 * Makes a project install the tarballs where it names our packages, and wherever they name each other.
 *
 * @param folder where the tarballs are, as seen from the project
 */
export function installTarballs(file: string, tarballs: Tarballs, folder: string): void {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const from = (tarball: string): string => `file:${folder}/${basename(tarball)}`;
  const replaced = (ranges: unknown) =>
    Object.fromEntries(
      Object.entries(Object(ranges) as Record<string, string>).map(([name, range]) => {
        const tarball = tarballs[name];
        return [name, tarball ? from(tarball) : range];
      }),
    );
  const { dependencies, devDependencies } = manifest;
  const named = { ...Object(dependencies), ...Object(devDependencies) };
  const others = Object.entries(tarballs).filter(([name]) => !Object.hasOwn(named, name));
  const overrides = Object.fromEntries(others.map(([name, tarball]) => [name, from(tarball)]));
  const direct = Object.keys(tarballs).filter((name) => Object.hasOwn(named, name));
  const whole = {
    ...manifest,
    dependencies: replaced(dependencies),
    devDependencies: replaced(devDependencies),
    overrides: { ...overrides, ...Object.fromEntries(direct.map((name) => [name, `$${name}`])) },
  };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
}
