/** Imports one of the subjects, in a process that has done nothing else. Prints the milliseconds that it took. */
const [subject] = process.argv.slice(2);
const startedAt = performance.now();
if (subject === "hooks") {
  await Promise.all([import("@hooks/core"), import("@hooks/providers/github")]);
} else {
  await import("./empty.mjs");
}
console.log(performance.now() - startedAt);
