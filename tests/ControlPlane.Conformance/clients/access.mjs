// Who may call: authorizers that are real functions, API keys with usage plans, policies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadRequestException, ConflictException, NotFoundException } from '@aws-sdk/client-api-gateway';
import { call, functionUri, gateway, lambda, refused, role, zip } from './harness.mjs';

const python = `
import time
def handler(event, context):
    token = event.get('authorizationToken') or (event.get('headers') or {}).get('X-Who')
    if token == 'nobody':
        raise Exception('Unauthorized')
    if token == 'boom':
        raise Exception('boom')
    return {
        'principalId': 'user-' + str(token),
        'policyDocument': {'Version': '2012-10-17', 'Statement': [
            {'Action': 'execute-api:Invoke', 'Effect': 'Allow' if token != 'denied' else 'Deny', 'Resource': event['methodArn']}]},
        'context': {'kind': event['type'], 'nonce': str(time.time_ns()), 'count': 1, 'yes': True},
    }
`;

const echo = `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext) });`;

async function createFunctions(suffix) {
  const common = { Role: role, Publish: true };
  await lambda.createFunction({ ...common, FunctionName: `judge-${suffix}`, Runtime: 'python3.12', Handler: 'index.handler', Code: { ZipFile: zip({ 'index.py': python }) } });
  await lambda.createFunction({ ...common, FunctionName: `echo-${suffix}`, Runtime: 'nodejs20.x', Handler: 'index.handler', Code: { ZipFile: zip({ 'index.mjs': echo }) } });
}

async function createApi(suffix, method, more) {
  const { id: restApiId, rootResourceId: resourceId } = await gateway.createRestApi({ name: suffix, ...more });
  const authorizer = await method(restApiId);
  const at = { restApiId, resourceId, httpMethod: 'GET' };
  await gateway.putMethod({ ...at, ...authorizer });
  await gateway.putIntegration({ ...at, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: functionUri(`echo-${suffix}`) });
  await gateway.createDeployment({ restApiId, stageName: 'prod' });
  return restApiId;
}

test('a TOKEN authorizer lets in, refuses, and is asked once', async () => {
  await createFunctions('token');
  let authorizerId;
  const api = await createApi('token', async (restApiId) => {
    ({ id: authorizerId } = await gateway.createAuthorizer({
      restApiId, name: 'judge', type: 'TOKEN', authorizerUri: functionUri('judge-token'), identitySource: 'method.request.header.Authorization', identityValidationExpression: '[a-z]+',
    }));
    return { authorizationType: 'CUSTOM', authorizerId };
  });
  const ask = async (token) => {
    const { status, body, headers } = await call(api, 'prod', token ? { headers: { Authorization: token } } : {});
    return { status, json: JSON.parse(body), type: headers.get('x-amzn-errortype') };
  };
  const first = await ask('alice');
  assert.equal(first.status, 200);
  const { principalId, kind, count, yes, nonce } = first.json.authorizer;
  assert.deepEqual({ principalId, kind, count, yes }, { principalId: 'user-alice', kind: 'TOKEN', count: '1', yes: 'true' });
  assert.equal((await ask('alice')).json.authorizer.nonce, nonce, 'the verdict is kept');
  assert.deepEqual(await ask(), { status: 401, json: { message: 'Unauthorized' }, type: 'UnauthorizedException' });
  assert.equal((await ask('NOT-LETTERS')).status, 401);
  assert.equal((await ask('nobody')).status, 401);
  assert.deepEqual(await ask('denied'), {
    status: 403, json: { Message: 'User is not authorized to access this resource with an explicit deny' }, type: 'AccessDeniedException',
  });
  assert.deepEqual(await ask('boom'), { status: 500, json: { message: null }, type: 'AuthorizerConfigurationException' });

  await gateway.flushStageAuthorizersCache({ restApiId: api, stageName: 'prod' });
  assert.notEqual((await ask('alice')).json.authorizer.nonce, nonce, 'flushed');

  await refused(gateway.deleteAuthorizer({ restApiId: api, authorizerId }), ConflictException, /Cannot delete authorizer 'judge', is referenced in method: GET\/\//);
  const tested = await gateway.testInvokeAuthorizer({ restApiId: api, authorizerId, headers: { Authorization: 'alice' } });
  assert.equal(tested.clientStatus, 0);
  assert.equal(tested.principalId, 'user-alice');
  assert.match(tested.log, /Successfully completed authorizer execution/);
  assert.equal(JSON.parse(tested.policy).Statement[0].Effect, 'Allow');
  assert.deepEqual(tested.authorization.kind, ['TOKEN']);
  assert.equal((await gateway.testInvokeAuthorizer({ restApiId: api, authorizerId, headers: { Authorization: 'nobody' } })).clientStatus, 401);
  assert.equal((await gateway.testInvokeAuthorizer({ restApiId: api, authorizerId })).clientStatus, 401);
  await gateway.updateAuthorizer({ restApiId: api, authorizerId, patchOperations: [{ op: 'replace', path: '/authorizerResultTtlInSeconds', value: '0' }] });
  assert.equal((await gateway.getAuthorizers({ restApiId: api })).items[0].authorizerResultTtlInSeconds, 0);
});

test('a REQUEST authorizer sees the request', async () => {
  await createFunctions('request');
  const api = await createApi('request', async (restApiId) => {
    const { id } = await gateway.createAuthorizer({
      restApiId, name: 'judge', type: 'REQUEST', authorizerUri: functionUri('judge-request'), identitySource: 'method.request.header.X-Who,method.request.querystring.team',
    });
    return { authorizationType: 'CUSTOM', authorizerId: id };
  });
  const { status, body } = await call(api, 'prod?team=a', { headers: { 'X-Who': 'bob' } });
  assert.equal(status, 200, body);
  assert.equal(JSON.parse(body).authorizer.kind, 'REQUEST');
  assert.equal((await call(api, 'prod', { headers: { 'X-Who': 'bob' } })).status, 401);
  assert.equal((await call(api, 'prod?team=a', { headers: { 'X-Who': 'denied' } })).status, 403);
  await refused(
    gateway.putMethod({ restApiId: api, resourceId: (await gateway.getRestApi({ restApiId: api })).rootResourceId, httpMethod: 'PUT', authorizationType: 'CUSTOM', authorizerId: 'nope' }),
    BadRequestException, /Invalid authorizer ID specified/);
});

test('API keys open stages as fast and as often as their plans say', async () => {
  await createFunctions('keys');
  const api = await createApi('keys', async () => ({ authorizationType: 'NONE', apiKeyRequired: true }));
  const plan = await gateway.createUsagePlan({ name: 'basic', apiStages: [{ apiId: api, stage: 'prod' }], quota: { limit: 3, period: 'DAY' } });
  const key = await gateway.createApiKey({ name: 'one', enabled: true });
  const ask = (value) => call(api, 'prod', { headers: value ? { 'x-api-key': value } : {} });
  assert.deepEqual([(await ask()).status, (await ask(key.value)).status], [403, 403]);
  await gateway.createUsagePlanKey({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' });
  const { status, body } = await ask(key.value);
  assert.equal(status, 200, body);
  assert.equal(JSON.parse(body).identity.apiKeyId, key.id);
  assert.deepEqual([(await ask(key.value)).status, (await ask(key.value)).status], [200, 200]);
  const over = await ask(key.value);
  assert.deepEqual([over.status, over.body, over.headers.get('x-amzn-errortype')], [429, '{"message":"Limit Exceeded"}', 'LimitExceededException']);

  const today = new Date().toISOString().slice(0, 10);
  for (let tries = 0; ; tries++) {
    const { items } = await gateway.getUsage({ usagePlanId: plan.id, startDate: today, endDate: today });
    if (items[key.id][0][0] === 3) break;
    assert.ok(tries < 100, JSON.stringify(items));
    await new Promise((done) => setTimeout(done, 50));
  }
  await gateway.updateUsage({ usagePlanId: plan.id, keyId: key.id, patchOperations: [{ op: 'replace', path: '/remaining', value: '1' }] });
  assert.deepEqual([(await ask(key.value)).status, (await ask(key.value)).status], [200, 429]);

  await gateway.updateUsagePlan({
    usagePlanId: plan.id,
    patchOperations: [
      { op: 'remove', path: '/quota' },
      { op: 'replace', path: '/throttle/rateLimit', value: '0.001' },
      { op: 'replace', path: '/throttle/burstLimit', value: '2' },
    ],
  });
  assert.deepEqual([(await ask(key.value)).status, (await ask(key.value)).status, (await ask(key.value)).status], [200, 200, 429]);
  await gateway.updateApiKey({ apiKey: key.id, patchOperations: [{ op: 'replace', path: '/enabled', value: 'false' }] });
  assert.equal((await ask(key.value)).status, 403);

  const imported = await gateway.importApiKeys({ format: 'csv', failOnWarnings: true, body: `name,key,enabled,usageplanids\nbatch,${'k'.repeat(30)},true,${plan.id}\n` });
  assert.equal(imported.ids.length, 1);
  assert.equal((await ask('k'.repeat(30))).status, 200);
  assert.equal((await gateway.getUsagePlanKeys({ usagePlanId: plan.id })).items.length, 2);
  assert.equal((await gateway.getApiKeys({ nameQuery: 'batch', includeValues: true })).items[0].value, 'k'.repeat(30));
  await refused(gateway.createApiKey({ value: 'k'.repeat(30) }), ConflictException, /API Key already exists/);
  await refused(gateway.deleteUsagePlan({ usagePlanId: plan.id }), BadRequestException, /there are API Stages associated with it/);
  await gateway.deleteApiKey({ apiKey: imported.ids[0] });
  assert.equal((await ask('k'.repeat(30))).status, 403);
  await refused(gateway.getApiKey({ apiKey: imported.ids[0] }), NotFoundException, /Invalid API Key identifier/);
});

test('an API policy and AWS_IAM keep strangers out', async () => {
  await createFunctions('policy');
  const policy = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
      { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
    ],
  });
  const closed = await createApi('policy', async () => ({ authorizationType: 'NONE' }), { policy });
  const { status, body } = await call(closed, 'prod');
  assert.equal(status, 403);
  assert.match(JSON.parse(body).Message, /^User: anonymous is not authorized .* with an explicit deny$/);
  const iam = await createApi('policy', async () => ({ authorizationType: 'AWS_IAM' }));
  assert.equal((await call(iam, 'prod')).status, 403);
});
