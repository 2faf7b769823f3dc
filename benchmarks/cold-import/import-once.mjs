/** Does one of the subjects, in a process that has done nothing else. Prints the milliseconds that it took. */
const [subject] = process.argv.slice(2);
const startedAt = performance.now();
if (subject === "empty") {
  await import("./empty.mjs");
} else {
  const [{ verify }, { github }] = await Promise.all([
    import("@hooks/core"),
    import("@hooks/providers/github"),
  ]);
  if (subject === "verified") {
    // The example of GitHub's documentation.
    const signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const headers = { "x-hub-signature-256": `sha256=${signature}` };
    const delivery = { method: "POST", url: "/", headers, body: "Hello, World!" };
    await verify(github, delivery, { secret: "It's a Secret to Everybody" });
  }
}
console.log(performance.now() - startedAt);
