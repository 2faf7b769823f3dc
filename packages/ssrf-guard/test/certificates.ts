import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its key, as text. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority of its own, and a certificate for each subject alternative name, by OpenSSL's command. */
export function certificates(...altNames: readonly string[]): {
  readonly ca: string;
  readonly of: readonly Certificate[];
} {
  const dir = mkdtempSync(join(tmpdir(), "ssrf-guard-certificates-"));
  const openssl = (...args: readonly string[]) =>
    execFileSync("openssl", args, { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
  const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  try {
    const subject = ["-subj", "/CN=authority of a test", "-days", "2"];
    openssl("req", "-x509", ...ec, "-keyout", "ca.key", "-out", "ca.pem", ...subject);
    const of = altNames.map((altName, i) => {
      const key = `${i}.key`;
      openssl("req", ...ec, "-keyout", key, "-out", `${i}.csr`, "-subj", `/CN=${i}`);
      writeFileSync(join(dir, `${i}.ext`), `subjectAltName=${altName}\n`);
      const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", String(i + 2)];
      const out = ["-out", `${i}.pem`, "-days", "2", "-extfile", `${i}.ext`];
      openssl("x509", "-req", "-in", `${i}.csr`, ...by, ...out);
      return {
        cert: readFileSync(join(dir, `${i}.pem`), "utf8"),
        key: readFileSync(join(dir, key), "utf8"),
      };
    });
    return { ca: readFileSync(join(dir, "ca.pem"), "utf8"), of };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
