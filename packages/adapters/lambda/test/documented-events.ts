/** Events as AWS documents them, with a request of ours in them. */
import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from "aws-lambda";

/** What is a request's own in an event; the body is as the event holds it. */
export interface EventParts {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

type Headers = NonNullable<EventParts["headers"]>;

const listsOf = (headers: Headers): Record<string, string[]> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()]));

/** One value for a name: the last of several, or all of them joined. */
function singleOf(headers: Headers, separator?: string): Record<string, string> {
  const entries = Object.entries(listsOf(headers)).map(([name, values]) => [
    name,
    separator === undefined ? (values.at(-1) ?? "") : values.join(separator),
  ]);
  return Object.fromEntries(entries);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function restEvent(parts: EventParts = {}): APIGatewayProxyEvent {
  const { method = "POST", headers = {}, body = null, isBase64Encoded = false } = parts;
  return {
    resource: "/my/path",
    path: "/my/path",
    httpMethod: method,
    headers: singleOf({ Header1: "value1", Header2: ["value1", "value2"], ...headers }),
    multiValueHeaders: listsOf({ Header1: "value1", Header2: ["value1", "value2"], ...headers }),
    queryStringParameters: { parameter1: "value2", parameter2: "value / 1" },
    multiValueQueryStringParameters: {
      parameter1: ["value1", "value2"],
      parameter2: ["value / 1"],
    },
    requestContext: {
      accountId: "123456789012",
      apiId: "id",
      authorizer: null,
      domainName: "id.execute-api.us-east-1.amazonaws.com",
      domainPrefix: "id",
      extendedRequestId: "request-id",
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: "192.0.2.1",
        user: null,
        userAgent: "user-agent",
        userArn: null,
      },
      path: "/test/my/path",
      protocol: "HTTP/1.1",
      requestId: "id=",
      requestTime: "04/Mar/2020:19:15:17 +0000",
      requestTimeEpoch: 1583349317135,
      resourceId: "123456",
      resourcePath: "/my/path",
      stage: "test",
    },
    pathParameters: null,
    stageVariables: null,
    body,
    isBase64Encoded,
  };
}

/**
 * Also that of function URLs.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function httpEvent(parts: EventParts = {}): APIGatewayProxyEventV2 {
  const { method = "POST", headers = {}, body, isBase64Encoded = false } = parts;
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/my/path",
    rawQueryString: "parameter1=value1&parameter1=value2&parameter2=value%20%2F+1",
    cookies: ["cookie1=a", "cookie2=b"],
    headers: singleOf({ header1: "value1", header2: ["value1", "value2"], ...headers }, ","),
    queryStringParameters: { parameter1: "value1,value2", parameter2: "value / 1" },
    requestContext: {
      accountId: "123456789012",
      apiId: "api-id",
      domainName: "id.execute-api.us-east-1.amazonaws.com",
      domainPrefix: "id",
      http: {
        method,
        path: "/my/path",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "agent",
      },
      requestId: "id",
      routeKey: "$default",
      stage: "$default",
      time: "12/Mar/2020:19:03:58 +0000",
      timeEpoch: 1583348638390,
    },
    ...(body !== undefined && { body }),
    pathParameters: { parameter1: "value1" },
    isBase64Encoded,
    stageVariables: { stageVariable1: "value1", stageVariable2: "value2" },
  };
}

function loadBalancerParts(parts: EventParts): ALBEvent {
  const { method = "POST", body = "", isBase64Encoded = false } = parts;
  const targetGroupArn =
    "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09";
  return {
    requestContext: { elb: { targetGroupArn } },
    httpMethod: method,
    path: "/my/path",
    body,
    isBase64Encoded,
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
export function loadBalancerEvent(parts: EventParts = {}): ALBEvent {
  return {
    ...loadBalancerParts(parts),
    queryStringParameters: { parameter1: "value2", parameter2: "value%20%2F+1" },
    headers: singleOf({ "x-forwarded-port": "80", ...parts.headers }),
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers */
export function multiValueLoadBalancerEvent(parts: EventParts = {}): ALBEvent {
  return {
    ...loadBalancerParts(parts),
    multiValueQueryStringParameters: {
      parameter1: ["value1", "value2"],
      parameter2: ["value%20%2F+1"],
    },
    multiValueHeaders: listsOf({ "x-forwarded-port": "80", ...parts.headers }),
  };
}
