type Values<Value> = Readonly<Record<string, Value | undefined>> | null | undefined;

/**
 * What is read of an event: of API Gateway (payload 1.0 and 2.0), a function URL or a load balancer. The events of
 * `@types/aws-lambda` fit.
 */
export interface LambdaEvent {
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly headers?: Values<string>;
  readonly multiValueHeaders?: Values<readonly string[]>;
  readonly cookies?: readonly string[];
  readonly queryStringParameters?: Values<string>;
  readonly multiValueQueryStringParameters?: Values<readonly string[]>;
  readonly requestContext?: { path?: string; http?: { method: string }; elb?: object };
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** An answer that each of them takes. */
export interface LambdaResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}
