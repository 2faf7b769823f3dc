/** A process that may not write: tells what comes of opening a file, and of a file beside it. */
import { sqliteAttemptsStore } from "../src/sqlite.ts";

const [, , ...files] = process.argv;

// Whoever may do everything may write what is read-only, too.
if (process.getuid?.() === 0) process.setuid?.(65_534);

const codes = files.map((file) => {
  try {
    sqliteAttemptsStore({ file }).close();
    return "opened";
  } catch (error) {
    return Object(error).code;
  }
});
process.send?.(codes, () => process.exit());
