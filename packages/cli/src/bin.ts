#!/usr/bin/env node
import { run } from "./run.ts";

// Whoever reads it may have seen enough, as `head` does: the exit code still says how it went.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: { readonly code?: string }) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2));
