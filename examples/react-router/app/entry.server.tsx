/** The app has no pages: what is no route of its own is not there. */
export default function handleRequest(): Response {
  return new Response("Not Found", { status: 404 });
}
