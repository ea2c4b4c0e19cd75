// Models, request validators and gateway responses: what they make of requests once they are deployed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadRequestException, ConflictException, NotFoundException } from '@aws-sdk/client-api-gateway';
import { call, gateway, refused } from './harness.mjs';

const json = { 'content-type': 'application/json' };

/** POST /pets on a MOCK, with a validator and the models Pet and Order. */
async function petShop(name) {
  const { id: restApiId, rootResourceId } = await gateway.createRestApi({ name });
  const model = (modelName) => `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${modelName}`;
  await gateway.createModel({
    restApiId, name: 'Pet', contentType: 'application/json',
    schema: JSON.stringify({ type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 2 } }, additionalProperties: false }),
  });
  await gateway.createModel({
    restApiId, name: 'Order', contentType: 'application/json',
    schema: JSON.stringify({ type: 'object', required: ['pet'], properties: { pet: { $ref: model('Pet') }, price: { type: 'number', minimum: 0, exclusiveMinimum: true } } }),
  });
  const validator = await gateway.createRequestValidator({ restApiId, name: 'all', validateRequestBody: true, validateRequestParameters: true });
  const { id: resourceId } = await gateway.createResource({ restApiId, parentId: rootResourceId, pathPart: 'pets' });
  const method = { restApiId, resourceId, httpMethod: 'POST' };
  await gateway.putMethod({
    ...method, authorizationType: 'NONE', requestValidatorId: validator.id,
    requestParameters: { 'method.request.querystring.shop': true, 'method.request.header.x-who': true },
    requestModels: { 'application/json': 'Order' },
  });
  const answer = '{"statusCode": 200}';
  await gateway.putIntegration({ ...method, type: 'MOCK', requestTemplates: { 'application/json': answer, 'application/xml': answer } });
  await gateway.putMethodResponse({ ...method, statusCode: '200', responseModels: { 'application/json': 'Empty' } });
  await gateway.putIntegrationResponse({ ...method, statusCode: '200', responseTemplates: { 'application/json': '{"bought":true}' } });
  return { restApiId, rootResourceId, resourceId, method, validator };
}

test('models and validators refuse requests before their backend', async () => {
  const { restApiId } = await petShop('validation');
  await gateway.createDeployment({ restApiId, stageName: 's' });
  const buy = (body, path = 's/pets?shop=1', headers = { ...json, 'x-who': 'me' }) => call(restApiId, path, { method: 'POST', headers, body });

  const fine = await buy('{"pet":{"name":"Rex"},"price":1e400}');
  assert.equal(fine.status, 200, fine.body);
  assert.deepEqual(JSON.parse(fine.body), { bought: true });
  for (const body of ['{}', '{"pet":{}}', '{"pet":{"name":"R"}}', '{"pet":{"name":"Rex","age":1}}', '{"pet":{"name":"Rex"},"price":0}', '[', 'text']) {
    const wrong = await buy(body);
    assert.equal(wrong.status, 400, body);
    assert.deepEqual(JSON.parse(wrong.body), { message: 'Invalid request body' });
    assert.equal(wrong.headers.get('x-amzn-errortype'), 'BadRequestException');
  }
  const missing = await buy('{}', 's/pets', json);
  assert.equal(missing.status, 400);
  assert.deepEqual(JSON.parse(missing.body), { message: 'Missing required request parameters: [shop, x-who]' });
  assert.equal((await buy('<order/>', 's/pets?shop=1', { 'content-type': 'application/xml', 'x-who': 'me' })).status, 200);
});

test('a test of the method validates, too', async () => {
  const { method } = await petShop('tested');
  const refusedTest = await gateway.testInvokeMethod({ ...method, pathWithQueryString: '/pets?shop=1', headers: { 'x-who': 'me' }, body: '{}' });
  assert.equal(refusedTest.status, 400);
  assert.match(refusedTest.log, /Request body does not match model schema for content type application\/json: \[object has missing required properties \(\["pet"\]\)\]/);
});

test('gateway responses replace the gateway\'s own answers', async () => {
  const { restApiId } = await petShop('responses');
  const before = await gateway.getGatewayResponse({ restApiId, responseType: 'BAD_REQUEST_BODY' });
  assert.equal(before.defaultResponse, true);
  assert.equal(before.statusCode, '400');
  await gateway.putGatewayResponse({
    restApiId, responseType: 'BAD_REQUEST_BODY', statusCode: '422',
    responseParameters: { 'gatewayresponse.header.x-request': 'context.requestId' },
    responseTemplates: { 'application/json': '{"error":$context.error.messageString,"details":"$context.error.validationErrorString","stage":"$context.stage"}' },
  });
  await gateway.putGatewayResponse({
    restApiId, responseType: 'DEFAULT_4XX',
    responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
  });
  assert.equal((await gateway.getGatewayResponses({ restApiId })).items.filter((response) => !response.defaultResponse).length, 2);
  await gateway.createDeployment({ restApiId, stageName: 's' });

  const invalid = await call(restApiId, 's/pets?shop=1', { method: 'POST', headers: { ...json, 'x-who': 'me' }, body: '{"pet":{"name":1}}' });
  assert.equal(invalid.status, 422);
  assert.equal(invalid.headers.get('x-request'), invalid.headers.get('x-amzn-requestid'));
  assert.deepEqual(JSON.parse(invalid.body), {
    error: 'Invalid request body', details: '[instance type (integer) does not match any allowed primitive type (allowed: ["string"])]', stage: 's',
  });
  assert.equal(invalid.headers.get('access-control-allow-origin'), null);

  const unknown = await call(restApiId, 's/nowhere');
  assert.equal(unknown.status, 403);
  assert.equal(unknown.headers.get('access-control-allow-origin'), '*');
  assert.deepEqual(JSON.parse(unknown.body), { message: 'Missing Authentication Token' });

  // What was deployed stays until the next deployment.
  await gateway.deleteGatewayResponse({ restApiId, responseType: 'BAD_REQUEST_BODY' });
  await refused(gateway.deleteGatewayResponse({ restApiId, responseType: 'BAD_REQUEST_BODY' }), NotFoundException, /not defined/);
  assert.equal((await call(restApiId, 's/pets?shop=1', { method: 'POST', headers: { ...json, 'x-who': 'me' }, body: '{}' })).status, 422);
});

test('CORS: a preflight is answered by a MOCK, and errors carry the headers', async () => {
  const { restApiId, resourceId } = await petShop('cors');
  const options = { restApiId, resourceId, httpMethod: 'OPTIONS' };
  const names = ['Headers', 'Methods', 'Origin'].map((name) => `method.response.header.Access-Control-Allow-${name}`);
  await gateway.putMethod({ ...options, authorizationType: 'NONE' });
  await gateway.putIntegration({ ...options, type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } });
  await gateway.putMethodResponse({
    ...options, statusCode: '200', responseModels: { 'application/json': 'Empty' }, responseParameters: Object.fromEntries(names.map((name) => [name, false])),
  });
  await gateway.putIntegrationResponse({
    ...options, statusCode: '200',
    responseParameters: { [names[0]]: "'Content-Type,Authorization'", [names[1]]: "'OPTIONS,POST'", [names[2]]: "'https://shop.example'" },
  });
  for (const responseType of ['DEFAULT_4XX', 'DEFAULT_5XX']) {
    await gateway.putGatewayResponse({
      restApiId, responseType, responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://shop.example'" },
    });
  }
  await gateway.createDeployment({ restApiId, stageName: 's' });

  const preflight = await call(restApiId, 's/pets', {
    method: 'OPTIONS', headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.equal(preflight.headers.get('access-control-allow-methods'), 'OPTIONS,POST');
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'Content-Type,Authorization');

  const refusedCall = await call(restApiId, 's/pets', { method: 'POST', headers: json, body: '{}' });
  assert.equal(refusedCall.status, 400);
  assert.equal(refusedCall.headers.get('access-control-allow-origin'), 'https://shop.example');
});

test('the control operations refuse as API Gateway does', async () => {
  const { restApiId, method, validator } = await petShop('refusals');
  const api = { restApiId };
  await refused(gateway.createModel({ ...api, name: 'Pet', contentType: 'application/json', schema: '{"type":"object"}' }), ConflictException, /already exists/);
  await refused(gateway.createModel({ ...api, name: 'a-b', contentType: 'application/json', schema: '{"type":"object"}' }), BadRequestException, /alphanumeric/);
  await refused(gateway.deleteModel({ ...api, modelName: 'Order' }), ConflictException, /referenced in method request: \/pets\/POST/);
  await refused(gateway.deleteModel({ ...api, modelName: 'Pet' }), ConflictException, /referenced in model: Order/);
  await refused(gateway.deleteRequestValidator({ ...api, requestValidatorId: validator.id }), ConflictException);
  await refused(gateway.getRequestValidator({ ...api, requestValidatorId: 'gone' }), NotFoundException);
  await refused(
    gateway.updateMethod({ ...method, patchOperations: [{ op: 'replace', path: '/requestModels/application~1json', value: 'Gone' }] }),
    BadRequestException, /Invalid model identifier specified: Gone/);
  const flat = await gateway.getModel({ ...api, modelName: 'Order', flatten: true });
  assert.equal(JSON.parse(flat.schema).properties.pet.$ref, '#/definitions/Pet');
  const { value } = await gateway.getModelTemplate({ ...api, modelName: 'Pet' });
  assert.equal(value, '#set($inputRoot = $input.path(\'$\'))\n{\n  "name" : "$inputRoot.name"\n}');
  assert.deepEqual((await gateway.getModels(api)).items.map((model) => model.name), ['Empty', 'Error', 'Order', 'Pet']);
});
