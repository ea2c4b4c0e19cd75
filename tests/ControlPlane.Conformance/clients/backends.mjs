// HTTP, HTTP_PROXY and MOCK integrations against a small backend, with the failures that backends have.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { call, createApi, gateway } from './harness.mjs';

let backend;
let address;

// Answers what it was asked; /slow/ms answers late, /status/n with that status, /break not at all.
before(async () => {
  backend = http.createServer(async (request, response) => {
    const [, verb, argument] = new URL(request.url, 'http://x').pathname.split('/');
    let body = '';
    for await (const chunk of request) body += chunk;
    if (verb === 'break') return request.socket.destroy();
    if (verb === 'slow') await new Promise((done) => { setTimeout(done, Number(argument)).unref(); });
    response.statusCode = verb === 'status' ? Number(argument) : 200;
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-backend', 'yes');
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
  });
  await new Promise((done) => { backend.listen(0, '127.0.0.1', done); });
  address = `127.0.0.1:${backend.address().port}`;
});

after(() => { backend.closeAllConnections(); backend.close(); });

async function deployed(name, integration, variables) {
  const api = await createApi(name, 'r', { integrationHttpMethod: 'GET', ...integration });
  await gateway.createDeployment({ restApiId: api.restApiId, stageName: 's', variables });
  return api.restApiId;
}

test('HTTP_PROXY passes request and answer through', async () => {
  const restApiId = await deployed('proxy', { type: 'HTTP_PROXY', uri: `http://${address}/base` });
  const { status, headers, body } = await call(restApiId, 's/r?a=1&a=2&b=%20x', { headers: { 'x-mine': 'kept' } });
  assert.equal(status, 200);
  assert.equal(headers.get('x-backend'), 'yes');
  assert.ok(headers.get('x-amzn-requestid'));
  const seen = JSON.parse(body);
  const url = new URL(seen.url, 'http://x');
  assert.equal(url.pathname, '/base');
  assert.deepEqual(url.searchParams.getAll('a'), ['1', '2']);
  assert.equal(url.searchParams.get('b'), ' x');
  assert.equal(seen.headers['x-mine'], 'kept');
  assert.equal(seen.headers.host, address);
});

test('a greedy path and any verb reach the backend, with the body', async () => {
  const { id: restApiId, rootResourceId } = await gateway.createRestApi({ name: 'greedy' });
  const { id: resourceId } = await gateway.createResource({ restApiId, parentId: rootResourceId, pathPart: '{proxy+}' });
  const method = { restApiId, resourceId, httpMethod: 'ANY' };
  await gateway.putMethod({ ...method, authorizationType: 'NONE', requestParameters: { 'method.request.path.proxy': true } });
  await gateway.putIntegration({
    ...method,
    type: 'HTTP_PROXY',
    integrationHttpMethod: 'ANY',
    uri: `http://${address}/all/{proxy}`,
    requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
  });
  await gateway.createDeployment({ restApiId, stageName: 's' });
  for (const verb of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
    const { status, body } = await call(restApiId, 's/a/b%2Fc/d?q=1', { method: verb, body: verb === 'GET' ? undefined : `{"v":"${verb}"}` });
    assert.equal(status, 200, body);
    const seen = JSON.parse(body);
    assert.equal(seen.method, verb);
    assert.equal(seen.url, '/all/a/b%2Fc/d?q=1');
    assert.equal(seen.body, verb === 'GET' ? '' : `{"v":"${verb}"}`);
  }
  assert.equal((await call(restApiId, 's')).status, 403);
});

test('stage variables choose host and path, without a deployment', async () => {
  const restApiId = await deployed(
    'variables', { type: 'HTTP_PROXY', uri: 'http://${stageVariables.host}/${stageVariables.path}/end' }, { host: address, path: 'one' });
  assert.equal(JSON.parse((await call(restApiId, 's/r')).body).url, '/one/end');
  await gateway.updateStage({ restApiId, stageName: 's', patchOperations: [{ op: 'replace', path: '/variables/path', value: 'two' }] });
  assert.equal(JSON.parse((await call(restApiId, 's/r')).body).url, '/two/end');
  await gateway.updateStage({ restApiId, stageName: 's', patchOperations: [{ op: 'remove', path: '/variables/host' }] });
  const broken = await call(restApiId, 's/r');
  assert.equal(broken.status, 500);
  assert.equal(broken.headers.get('x-amzn-errortype'), 'InternalServerErrorException');
});

test('HTTP maps what was declared, and chooses the response by status', async () => {
  const api = await createApi('mapped', 'r', { type: 'HTTP', integrationHttpMethod: 'GET', uri: `http://${address}/status/\${stageVariables.status}` });
  await gateway.putMethodResponse({ ...api.method, statusCode: '200', responseParameters: { 'method.response.header.x-seen': true } });
  await gateway.putMethodResponse({ ...api.method, statusCode: '400' });
  await gateway.putIntegrationResponse({
    ...api.method, statusCode: '200', responseParameters: { 'method.response.header.x-seen': 'integration.response.header.x-backend' },
  });
  await gateway.putIntegrationResponse({ ...api.method, statusCode: '400', selectionPattern: '4\\d\\d', responseTemplates: { 'application/json': '{"mapped":true}' } });
  await gateway.createDeployment({ restApiId: api.restApiId, stageName: 's', variables: { status: '200' } });
  const fine = await call(api.restApiId, 's/r');
  assert.equal(fine.status, 200);
  assert.equal(fine.headers.get('x-seen'), 'yes');
  assert.equal(fine.headers.get('x-backend'), null);
  await gateway.updateStage({ restApiId: api.restApiId, stageName: 's', patchOperations: [{ op: 'replace', path: '/variables/status', value: '404' }] });
  const mapped = await call(api.restApiId, 's/r');
  assert.equal(mapped.status, 400);
  assert.equal(mapped.body, '{"mapped":true}');
});

test('MOCK answers by itself', async () => {
  const api = await createApi('mock', 'r', { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 201}' } });
  await gateway.putMethodResponse({ ...api.method, statusCode: '201', responseParameters: { 'method.response.header.x-static': true } });
  await gateway.putIntegrationResponse({
    ...api.method,
    statusCode: '201',
    selectionPattern: '201',
    responseParameters: { 'method.response.header.x-static': "'fixed'" },
    responseTemplates: { 'application/json': '{"stage":"$context.stage","v":"$stageVariables.v"}' },
  });
  await gateway.createDeployment({ restApiId: api.restApiId, stageName: 's', variables: { v: '1' } });
  const { status, headers, body } = await call(api.restApiId, 's/r');
  assert.equal(status, 201);
  assert.equal(headers.get('x-static'), 'fixed');
  assert.deepEqual(JSON.parse(body), { stage: 's', v: '1' });
});

test('a backend that is down, breaks off or is late fails as API Gateway says', async () => {
  const closed = http.createServer();
  await new Promise((done) => { closed.listen(0, '127.0.0.1', done); });
  const { port } = closed.address();
  await new Promise((done) => { closed.close(done); });
  const down = await call(await deployed('down', { type: 'HTTP_PROXY', uri: `http://127.0.0.1:${port}/` }), 's/r');
  assert.equal(down.status, 504);
  assert.equal(JSON.parse(down.body).message, 'Internal server error');

  const broken = await call(await deployed('broken', { type: 'HTTP_PROXY', uri: `http://${address}/break` }), 's/r');
  assert.ok([500, 502, 504].includes(broken.status), `${broken.status}`);
  assert.equal(JSON.parse(broken.body).message, 'Internal server error');

  const late = await call(await deployed('late', { type: 'HTTP_PROXY', uri: `http://${address}/slow/20000`, timeoutInMillis: 50 }), 's/r');
  assert.equal(late.status, 504);
  assert.equal(JSON.parse(late.body).message, 'Endpoint request timed out');
  assert.equal(late.headers.get('x-amzn-errortype'), 'InternalServerErrorException');

  const unhappy = await call(await deployed('unhappy', { type: 'HTTP_PROXY', uri: `http://${address}/status/503` }), 's/r');
  assert.equal(unhappy.status, 503);
  assert.equal(unhappy.headers.get('x-backend'), 'yes');
});
