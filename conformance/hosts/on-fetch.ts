interface FetchEvent extends Event {
  readonly request: Request;
  readonly respondWith: (response: Promise<Response>) => void;
}

interface ActivateEvent extends Event {
  readonly waitUntil: (work: Promise<void>) => void;
}

interface ServiceWorkerScope {
  readonly clients: { readonly claim: () => Promise<void> };
  readonly skipWaiting: () => Promise<void>;
}

/** In a service worker: answers requests for paths that begin so, from the page that has registered it on. */
export function onFetch(path: string, answer: (request: Request) => Promise<Response>): void {
  const scope = globalThis as unknown as ServiceWorkerScope;
  addEventListener("install", () => scope.skipWaiting());
  addEventListener("activate", (event) =>
    (event as ActivateEvent).waitUntil(scope.clients.claim()),
  );
  addEventListener("fetch", (event) => {
    const { request, respondWith } = event as FetchEvent;
    if (new URL(request.url).pathname.startsWith(path)) {
      respondWith.call(event, answer(request));
    }
  });
}
