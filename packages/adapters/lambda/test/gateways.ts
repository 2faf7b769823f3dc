import type { LambdaResult } from "../src/index.ts";

/** A request as it came over the wire. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** In the order and case in which they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** One way in which AWS makes an event of a request, and an answer of a result. */
export interface Gateway {
  readonly name: string;
  /** What the public path starts with, before the part that a route sees. */
  readonly stage: string;
  readonly eventOf: (request: GatewayRequest) => object;
  /** The headers that are sent, of those in the result. */
  readonly headersOf: (result: LambdaResult) => Readonly<Record<string, string | string[]>>;
}

type Pairs = readonly (readonly [name: string, value: string])[];

function allOf(pairs: Pairs): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(all);
}

/** The last value of each name, as where there is room for one. */
const lastOf = (pairs: Pairs): Record<string, string> => Object.fromEntries(pairs);

const lowerCase = (pairs: Pairs): Pairs =>
  pairs.map(([name, value]) => [name.toLowerCase(), value]);

const decodedParameters = (query: string): Pairs => [...new URLSearchParams(query)];

const encodedParameters = (query: string): Pairs =>
  query
    .split("&")
    .filter((one) => one !== "")
    .map((one) => {
      const [name = "", ...value] = one.split("=");
      return [name, value.join("=")];
    });

/** What is passed on as text; HTTP APIs and load balancers encode the rest. */
function isText({ headers }: GatewayRequest): boolean {
  const { "content-type": type = "", "content-encoding": coding } = lastOf(lowerCase(headers));
  if (coding !== undefined) return false;
  return /^(text\/.*|application\/(json|javascript|xml))(;|$)/i.test(type);
}

const bodyOf = (request: GatewayRequest): { body: string; isBase64Encoded: boolean } =>
  isText(request)
    ? { body: request.body.toString("utf8"), isBase64Encoded: false }
    : { body: request.body.toString("base64"), isBase64Encoded: true };

/**
 * Payload 1.0, with the binary media types set to `*\/*`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
const restApi: Gateway = {
  name: "REST API",
  stage: "/prod",
  eventOf: ({ method, path, query, headers, body }) => {
    const parameters = decodedParameters(query);
    return {
      resource: "/{proxy+}",
      httpMethod: method,
      path: path.slice("/prod".length) || "/",
      headers: lastOf(headers),
      multiValueHeaders: allOf(headers),
      queryStringParameters: parameters.length > 0 ? lastOf(parameters) : null,
      multiValueQueryStringParameters: parameters.length > 0 ? allOf(parameters) : null,
      requestContext: { path, stage: "prod", httpMethod: method, protocol: "HTTP/1.1" },
      body: body.length > 0 ? body.toString("base64") : null,
      isBase64Encoded: body.length > 0,
    };
  },
  headersOf: ({ headers, multiValueHeaders }) => ({ ...headers, ...multiValueHeaders }),
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
function payload2(request: GatewayRequest, stage: string, rawPath: string): object {
  const { method, query, body } = request;
  const headers = lowerCase(request.headers);
  const cookies = headers.filter(([name]) => name === "cookie").map(([, value]) => value);
  const others = allOf(headers.filter(([name]) => name !== "cookie"));
  const parameters = Object.entries(allOf(decodedParameters(query)));
  const joined = (lists: [string, string[]][]): Record<string, string> =>
    Object.fromEntries(lists.map(([name, values]) => [name, values.join(",")]));
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies: cookies.flatMap((one) => one.split("; ")) }),
    headers: joined(Object.entries(others)),
    ...(parameters.length > 0 && { queryStringParameters: joined(parameters) }),
    requestContext: { stage, http: { method, path: rawPath, protocol: "HTTP/1.1" } },
    ...(body.length > 0 ? bodyOf(request) : { isBase64Encoded: false }),
  };
}

const functionUrl: Gateway = {
  name: "function URL",
  stage: "",
  eventOf: (request) => payload2(request, "$default", request.path),
  headersOf: ({ headers }) => headers ?? {},
};

const httpApi: Gateway = {
  name: "HTTP API",
  stage: "/prod",
  // Unlike the others, it decodes the path.
  eventOf: (request) => payload2(request, "prod", decodeURIComponent(request.path)),
  headersOf: ({ headers }) => headers ?? {},
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
function loadBalancerEvent(request: GatewayRequest): object {
  return {
    requestContext: {
      elb: {
        targetGroupArn:
          "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09",
      },
    },
    httpMethod: request.method,
    path: request.path,
    ...(request.body.length > 0 ? bodyOf(request) : { body: "", isBase64Encoded: false }),
  };
}

const loadBalancer: Gateway = {
  name: "load balancer",
  stage: "",
  eventOf: (request) => ({
    ...loadBalancerEvent(request),
    queryStringParameters: lastOf(encodedParameters(request.query)),
    headers: lastOf(lowerCase(request.headers)),
  }),
  headersOf: ({ headers }) => headers ?? {},
};

const multiValueLoadBalancer: Gateway = {
  name: "load balancer with multi-value headers",
  stage: "",
  eventOf: (request) => ({
    ...loadBalancerEvent(request),
    multiValueQueryStringParameters: allOf(encodedParameters(request.query)),
    multiValueHeaders: allOf(lowerCase(request.headers)),
  }),
  headersOf: ({ multiValueHeaders }) => multiValueHeaders ?? {},
};

export const gateways = {
  restApi,
  httpApi,
  functionUrl,
  loadBalancer,
  multiValueLoadBalancer,
} as const;
