/** A handler fits wherever AWS's own types ask for one. */
import type {
  ALBHandler,
  APIGatewayProxyHandler,
  APIGatewayProxyHandlerV2,
  APIGatewayProxyHandlerV2WithJWTAuthorizer,
  APIGatewayProxyWithCognitoAuthorizerHandler,
  LambdaFunctionURLHandler,
} from "aws-lambda";
import { expectTypeOf } from "vitest";
import type { toLambda } from "../src/index.ts";

type Handler = ReturnType<typeof toLambda>;

expectTypeOf<Handler>().toExtend<APIGatewayProxyHandler>();
expectTypeOf<Handler>().toExtend<APIGatewayProxyWithCognitoAuthorizerHandler>();
expectTypeOf<Handler>().toExtend<APIGatewayProxyHandlerV2>();
expectTypeOf<Handler>().toExtend<APIGatewayProxyHandlerV2WithJWTAuthorizer>();
expectTypeOf<Handler>().toExtend<LambdaFunctionURLHandler>();
expectTypeOf<Handler>().toExtend<ALBHandler>();
