using System.Text;

namespace ControlPlane.Api.Tests.OpenApi;

/// <summary>Documents as people and tools write them.</summary>
internal static class SampleDocuments
{
    /// <summary>A shop in OpenAPI 3.0, YAML, with everything API Gateway extends it by.</summary>
    public const string PetsYaml = """
        openapi: 3.0.1
        info:
          title: Pets
          description: A shop of pets
          version: 1.10
        servers:
          - url: https://shop.example.com/{basePath}
            variables:
              basePath:
                default: /a/b/c
            x-amazon-apigateway-endpoint-configuration:
              disableExecuteApiEndpoint: true
        tags:
          - name: team
            x-amazon-apigateway-tag-value: web
          - name: untagged
        x-amazon-apigateway-api-key-source: AUTHORIZER
        x-amazon-apigateway-binary-media-types: [ image/png, "*/*" ]
        x-amazon-apigateway-minimum-compression-size: 1024
        x-amazon-apigateway-policy:
          Version: 2012-10-17
          Statement: [ { Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: "*" } ]
        x-amazon-apigateway-request-validators:
          all: { validateRequestBody: true, validateRequestParameters: true }
          params-only: { validateRequestBody: false, validateRequestParameters: true }
        x-amazon-apigateway-request-validator: params-only
        x-amazon-apigateway-gateway-responses:
          DEFAULT_4XX:
            statusCode: 418
            responseParameters:
              gatewayresponse.header.X-Reason: "'teapot'"
            responseTemplates:
              application/json: '{"reason":$context.error.messageString}'
          UNAUTHORIZED: { responseTemplates: { text/plain: who? } }
        x-amazon-apigateway-importexport-version: "1.0"
        x-common: &answer
          200:
            description: fine
            headers:
              X-Next: { required: true, schema: { type: string } }
            content:
              application/json: { schema: { $ref: "#/components/schemas/Pets" } }
        paths:
          /pets:
            parameters:
              - { name: X-Trace, in: header, schema: { type: string } }
            get:
              operationId: listPets
              parameters:
                - { name: limit, in: query, required: true, schema: { type: integer } }
                - $ref: "#/components/parameters/Page"
              responses:
                <<: *answer
                404: { $ref: "#/components/responses/Missing" }
                default: { description: other }
              security:
                - pool: [ pets/read, pets/list ]
                - api_key: []
              x-amazon-apigateway-integration:
                type: http
                httpMethod: GET
                uri: http://backend.example.com/pets
                connectionType: INTERNET
                credentials: arn:aws:iam::123456789012:role/call
                timeoutInMillis: 5000
                passthroughBehavior: when_no_templates
                contentHandling: CONVERT_TO_TEXT
                cacheNamespace: shared
                cacheKeyParameters: [ method.request.querystring.limit ]
                tlsConfig: { insecureSkipVerification: true }
                requestParameters:
                  integration.request.querystring.max: method.request.querystring.limit
                  integration.request.header.X-Static: "'no'"
                requestTemplates:
                  application/json: |
                    {"limit": "$input.params('limit')"}
                  text/plain: ""
                responses:
                  default:
                    statusCode: 200
                    responseParameters: { method.response.header.X-Next: integration.response.header.Next }
                  4\d{2}:
                    statusCode: "404"
                    contentHandling: CONVERT_TO_BINARY
                    responseTemplates: { application/json: "{\"gone\": yes}" }
            post:
              operationId: createPet
              x-amazon-apigateway-request-validator: all
              requestBody: { $ref: "#/components/requestBodies/Pet" }
              responses: { 201: { description: made } }
              security: [ { check: [] } ]
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:pets:${stageVariables.alias}/invocations
          /pets/{petId}:
            get:
              parameters: [ { name: petId, in: path, required: true, schema: { type: string } } ]
              responses:
                200:
                  description: fine
                  content:
                    application/json:
                      schema: { type: object, properties: { name: { type: string } } }
              security: [ { sigv4: [] } ]
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: "200" } }
          /files/deep/{proxy+}:
            x-amazon-apigateway-any-method:
              parameters: [ { name: proxy, in: path, required: true, schema: { type: string } } ]
              responses: {}
              x-amazon-apigateway-auth: { type: AWS_IAM }
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: ANY
                uri: http://backend.example.com/{proxy}
                requestParameters: { integration.request.path.proxy: method.request.path.proxy }
          /plain:
            options: { responses: { 204: { description: nothing } }, x-amazon-apigateway-request-validator: all }
          /empty: {}
        components:
          parameters:
            Page: { name: page, in: query, schema: { type: integer } }
          responses:
            Missing: { description: not there }
          requestBodies:
            Pet:
              content:
                application/json: { schema: { $ref: "#/components/schemas/Pet" } }
                application/xml: { schema: { $ref: "#/components/schemas/Pet" } }
          schemas:
            Pets: { type: array, items: { $ref: "#/components/schemas/Pet" } }
            Pet:
              type: object
              description: One pet
              required: [ id, kind ]
              properties:
                zebra: { type: boolean, default: true }
                id: { type: integer, minimum: 1.0, exclusiveMinimum: true }
                kind: { type: string, enum: [ cat, no, "yes", "200", 2024-05-01 ] }
                born: { type: string, pattern: '^\d{4}-\d{2}$' }
                parent: { $ref: "#/components/schemas/Pet" }
              dependencies: { id: [ kind ] }
          securitySchemes:
            api_key: { type: apiKey, name: x-api-key, in: header }
            sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
            check:
              type: apiKey
              name: X-Token
              in: header
              x-amazon-apigateway-authtype: oauth2
              x-amazon-apigateway-authorizer:
                type: token
                authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:check/invocations
                authorizerCredentials: arn:aws:iam::123456789012:role/check
                identityValidationExpression: "^x-[a-z]+"
                authorizerResultTtlInSeconds: 60
            ask:
              type: apiKey
              name: Unused
              in: header
              x-amazon-apigateway-authtype: custom
              x-amazon-apigateway-authorizer:
                type: request
                identitySource: method.request.header.A, method.request.querystring.b
                authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:ask/invocations
                authorizerResultTtlInSeconds: 0
            pool:
              type: apiKey
              name: Authorization
              in: header
              x-amazon-apigateway-authtype: cognito_user_pools
              x-amazon-apigateway-authorizer:
                type: cognito_user_pools
                providerARNs: [ arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc ]
        x-amazon-apigateway-documentation:
          version: "1"
          documentationParts:
            - location: { type: API }
              properties: { description: All of it, info: { x: 1.0 } }
            - location: { type: QUERY_PARAMETER, path: /pets, method: GET, name: limit }
              properties: '{"description":"How many"}'
        """;

    /// <summary>A shop in Swagger 2.0, JSON.</summary>
    public const string OrdersJson = """
        {
          "swagger": "2.0",
          "info": {"title": "Orders", "version": "2024-05-01T10:00:00Z"},
          "basePath": "/v1/orders",
          "schemes": ["https"],
          "consumes": ["application/json", "text/json"],
          "x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": true},
          "x-amazon-apigateway-request-validators": {"body": {"validateRequestBody": true, "validateRequestParameters": false}},
          "securityDefinitions": {
            "key": {"type": "apiKey", "name": "X-API-Key", "in": "header"},
            "sig": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}
          },
          "parameters": {"Id": {"name": "id", "in": "path", "required": true, "type": "string"}},
          "responses": {"Bad": {"description": "bad", "schema": {"$ref": "#/definitions/Problem"}}},
          "paths": {
            "/": {
              "post": {
                "produces": ["application/json", "application/hal+json"],
                "x-amazon-apigateway-request-validator": "body",
                "parameters": [{"in": "body", "name": "order", "required": true, "schema": {"$ref": "#/definitions/Order"}}],
                "responses": {"201": {"description": "made", "schema": {"$ref": "#/definitions/Order"}, "headers": {"Location": {"type": "string"}}}, "400": {"$ref": "#/responses/Bad"}},
                "security": [{"key": [], "sig": []}],
                "x-amazon-apigateway-integration": {
                  "type": "AWS", "httpMethod": "POST", "passthroughBehavior": "NEVER",
                  "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:orders/invocations",
                  "requestTemplates": {"application/json": "$input.json('$')"},
                  "responses": {
                    "default": {"statusCode": "201", "responseParameters": {"method.response.header.Location": "integration.response.body.href"}},
                    "(\n|.)+bad(\n|.)+": {"statusCode": "400", "responseTemplates": {"application/json": "{\"message\":\"$input.path('$.errorMessage')\"}"}}
                  }
                }
              }
            },
            "/{id}/lines": {
              "parameters": [{"$ref": "#/parameters/Id"}],
              "get": {"operationId": "lines", "responses": {"200": {"description": "", "schema": {"type": "array", "items": {"$ref": "#/definitions/Line"}}}}},
              "x-amazon-apigateway-any-method": {"responses": {}, "x-amazon-apigateway-integration": {"type": "http_proxy", "httpMethod": "ANY", "uri": "http://backend.example.com/lines/{id}", "requestParameters": {"integration.request.path.id": "method.request.path.id"}}}
            }
          },
          "definitions": {
            "Order": {"type": "object", "properties": {"lines": {"type": "array", "items": {"$ref": "#/definitions/Line"}}, "ünï": {"type": "string", "description": "line\nbreak \"quoted\" 😀"}}},
            "Line": {"type": "object", "properties": {"price": {"type": "number", "multipleOf": 0.010}, "amount": {"type": "integer", "maximum": 1e3}}},
            "Problem": {"type": "object", "properties": {"message": {"type": "string"}}}
          }
        }
        """;

    /// <summary>A generated document of many operations, four to a path, with a model, a template and a response each.</summary>
    public static string Generated(int operations)
    {
        var text = new StringBuilder("""{"openapi":"3.0.1","info":{"title":"Generated","version":"1"},"paths":{""");
        var verbs = new[] { "get", "put", "post", "delete" };
        for (var i = 0; i < operations; i++)
        {
            text.Append(i % 4 == 0 ? $$"""{{(i == 0 ? "" : "},")}}"/things{{i / 4 % 10}}/kind{{i / 4}}/{id}":{""" : ",");
            text.Append($$$$$$"""
                "{{{{{{verbs[i % 4]}}}}}}":{"operationId":"op{{{{{{i}}}}}}","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"name":"q","in":"query","schema":{"type":"string"}}],
                "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Thing{{{{{{i}}}}}}"}}}},
                "responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Thing{{{{{{i}}}}}}"}}}},"400":{"description":"bad"}},
                "x-amazon-apigateway-integration":{"type":"http","httpMethod":"POST","uri":"http://backend.example.com/{{{{{{i}}}}}}","requestParameters":{"integration.request.querystring.id":"method.request.path.id"},
                "requestTemplates":{"application/json":"#set($x = $input.path('$'))\n{\"op\": {{{{{{i}}}}}}, \"body\": $input.json('$')}"},
                "responses":{"default":{"statusCode":"200"},"4\\d\\d":{"statusCode":"400"}}}}
                """);
        }

        text.Append("""}},"components":{"schemas":{""");
        for (var i = 0; i < operations; i++)
        {
            text.Append($$$$$$"""{{{{{{(i == 0 ? "" : ",")}}}}}}"Thing{{{{{{i}}}}}}":{"type":"object","properties":{"name":{"type":"string","maxLength":{{{{{{i + 1}}}}}}},"next":{"$ref":"#/components/schemas/Thing{{{{{{(i + 1) % operations}}}}}}"}}}""");
        }

        return text.Append("}}}").ToString();
    }
}
