/** Reference docs of every public package; an export without a doc comment is a warning, and so an error. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { publicPackages, root } from "../scripts/workspace.ts";

const packages = publicPackages();

export default {
  name: "hooks",
  readme: "none",
  out: "api",
  // Said here, because a clone may have any remote, or none.
  sourceLinkTemplate: "https://github.com/hooks-sdk/hooks/blob/{gitRevision}/{path}#L{line}",
  gitRevision: "main",
  tsconfig: "../tsconfig.json",
  // The compiler checks the types; here it would also read the tests, with another version.
  skipErrorChecking: true,
  entryPoints: packages
    .map(({ dir }) => join(root, dir, "src/index.ts"))
    .filter((entry) => existsSync(entry)),
  excludeInternal: true,
  excludePrivate: true,
  packagesRequiringDocumentation: packages.map(({ manifest }) => manifest.name),
  requiredToBeDocumented: ["Class", "Function", "Interface", "Method", "TypeAlias", "Variable"],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
};
