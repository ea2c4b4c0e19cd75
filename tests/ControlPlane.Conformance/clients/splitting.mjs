// Who is in the canary, as clients see it: sticky by each key, rules, the testers' override, and mirroring with a canary that answers differently.
import assert from 'node:assert/strict';
import http from 'node:http';
import { before, test } from 'node:test';
import { call, controlUrl, createApi, functionUri, gateway, lambda, role, zip } from './harness.mjs';

const stageName = 'split';
const secret = 'let-me-in-please';

const answering = (body) => zip({
  'index.mjs': `export const handler = async (event) => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: ${body} });`,
});

before(async () => {
  const code = `JSON.stringify({ id: 1, headers: event.headers, context: event.requestContext })`;
  await lambda.createFunction({ FunctionName: 'splitting', Runtime: 'nodejs20.x', Handler: 'index.handler', Role: role, Code: { ZipFile: answering(code) }, Publish: true });
  const other = `JSON.stringify({ id: '1', extra: true, headers: event.headers, context: event.requestContext })`;
  await lambda.updateFunctionCode({ FunctionName: 'splitting', ZipFile: answering(other), Publish: true });
});

async function own(restApiId, method, path, body) {
  const response = await fetch(`${controlUrl}/restapis/${restApiId}/stages/${stageName}${path}`, { method, body: body && JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function withCanary(percentTraffic, affinity) {
  const api = await createApi('splitting', 'who', { type: 'AWS_PROXY', uri: functionUri('splitting:1') });
  await gateway.createDeployment({ restApiId: api.restApiId, stageName });
  await gateway.updateIntegration({ ...api.method, patchOperations: [{ op: 'replace', path: '/uri', value: functionUri('splitting:2') }] });
  await gateway.createDeployment({ restApiId: api.restApiId, stageName, canarySettings: { percentTraffic } });
  if (affinity) await own(api.restApiId, 'PUT', '/affinity', affinity);
  return api;
}

async function ask(restApiId, headers = {}, query = '') {
  const { status, headers: answered, body } = await call(restApiId, `${stageName}/who${query}`, { headers });
  assert.equal(status, 200, body);
  const seen = JSON.parse(body);
  assert.equal(seen.context.stageVariant, seen.extra ? 'canary' : 'base');
  assert.equal(answered.get('x-variant'), seen.context.stageVariant);
  return { variant: seen.context.stageVariant, seen, cookies: answered.getSetCookie() };
}

const percent = (restApiId, value) => gateway.updateStage({
  restApiId, stageName, patchOperations: [{ op: 'replace', path: '/canarySettings/percentTraffic', value }],
});

const bearer = (claims) => `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.none`;

const keys = {
  header: { name: 'X-User', headers: (user) => ({ 'X-User': user }) },
  claim: { name: 'sub', headers: (user) => ({ Authorization: bearer({ iat: 1, sub: user }) }) },
  cookie: { name: 'who', headers: (user) => ({ Cookie: `a=b; who=${user}` }) },
};

for (const [by, { name, headers }] of Object.entries(keys)) {
  test(`sticky by ${by}: everyone stays, also while the share grows`, async () => {
    const { restApiId } = await withCanary(30, { by, name, responseHeader: 'X-Variant' });
    const users = Array.from({ length: 40 }, (_, i) => `user-${i}`);
    const variants = async () => {
      const found = [];
      for (const user of users) {
        const { variant, cookies } = await ask(restApiId, headers(user));
        assert.deepEqual(cookies, []);
        found.push(variant);
      }
      return found;
    };
    const first = await variants();
    assert.deepEqual(await variants(), first);
    await percent(restApiId, '70');
    const second = await variants();
    first.forEach((variant, i) => { if (variant === 'canary') assert.equal(second[i], 'canary', users[i]); });
    await percent(restApiId, '100');
    assert.ok((await variants()).every((variant) => variant === 'canary'));
    const explained = async (user) => {
      const response = await fetch(`${controlUrl}/restapis/${restApiId}/stages/${stageName}/explain`, { method: 'POST', body: JSON.stringify({ path: '/who', headers: headers(user) }) });
      return (await response.json()).split;
    };
    await percent(restApiId, '30');
    for (const [i, user] of users.entries()) {
      const split = await explained(user);
      assert.deepEqual([split.reason, split.variant], ['sticky', first[i]], split.message);
    }
    await gateway.deleteRestApi({ restApiId });
  });
}

test('sticky by address: one client is always on one side', async () => {
  const { restApiId } = await withCanary(50, { by: 'sourceIp', responseHeader: 'X-Variant' });
  const { variant } = await ask(restApiId);
  for (let i = 0; i < 20; i++) assert.equal((await ask(restApiId)).variant, variant);
  await gateway.deleteRestApi({ restApiId });
});

test('the cookie is set for who has none, and keeps him', async () => {
  const { restApiId } = await withCanary(50, { by: 'cookie', cookie: { maxAgeSeconds: 600, sameSite: 'Strict' }, responseHeader: 'X-Variant' });
  for (let i = 0; i < 10; i++) {
    const { variant, cookies } = await ask(restApiId);
    assert.equal(cookies.length, 1);
    assert.match(cookies[0], /^canary-affinity=[\w-]{22}; Path=\/; Max-Age=600; HttpOnly; SameSite=Strict$/);
    for (let again = 0; again < 3; again++) {
      const next = await ask(restApiId, { Cookie: cookies[0].split(';')[0] });
      assert.deepEqual([next.variant, next.cookies], [variant, []]);
    }
  }
  await gateway.deleteRestApi({ restApiId });
});

test('rules and the override decide at 0 % and at 100 %, and no function sees the secret', async () => {
  const { restApiId } = await withCanary(0, {
    by: 'header',
    name: 'X-User',
    responseHeader: 'X-Variant',
    override: { headerName: 'X-Canary-Override', secret },
    rules: [
      { by: 'header', name: 'X-Group', value: 'staff', canary: 'always' },
      { by: 'query', name: 'stable', canary: 'never' },
      { by: 'claim', name: 'plan', value: 'beta', canary: 'always' },
      { by: 'sourceIp', range: '192.0.2.0/24', canary: 'always' },
    ],
  });
  const expect = async (variant, headers, query) => assert.equal((await ask(restApiId, headers, query)).variant, variant);
  await expect('base', { 'X-User': 'alice' });
  await expect('canary', { 'X-Group': 'staff' }, '?stable=1');
  await expect('canary', { Authorization: bearer({ plan: 'beta' }) });
  await percent(restApiId, '100');
  await expect('canary', { 'X-User': 'alice' });
  await expect('base', { 'X-User': 'alice' }, '?stable');
  for (const share of ['0', '100']) {
    await percent(restApiId, share);
    for (const [value, variant] of [[secret, 'canary'], [`${secret}=canary`, 'canary'], [`${secret}=base`, 'base']]) {
      const { variant: got, seen } = await ask(restApiId, { 'X-Canary-Override': value, 'X-Group': 'staff' });
      assert.equal(got, variant);
      assert.ok(!JSON.stringify(seen).includes(secret));
    }
    await expect(share === '0' ? 'base' : 'canary', { 'X-User': 'alice', 'X-Canary-Override': 'wrong-secret-it-is' });
  }
  const { canaryAffinity } = await (await fetch(`${controlUrl}/restapis/${restApiId}/stages/${stageName}`)).json();
  assert.deepEqual(canaryAffinity.override, { headerName: 'X-Canary-Override', secretSet: true });
  // Clients that know nothing of it read the stage as ever.
  assert.equal((await gateway.getStage({ restApiId, stageName })).canarySettings.percentTraffic, 100);
  await gateway.deleteRestApi({ restApiId });
});

test('mirroring reports how the canary answers differently, and counts nothing as its own', async () => {
  const { restApiId } = await withCanary(0, { responseHeader: 'X-Variant' });
  await own(restApiId, 'PUT', '/mirroring', {
    routes: [{ resourcePath: '/who', httpMethod: 'GET' }], maxPerSecond: 1000, ignoreJsonMembers: ['headers', 'isMirroredRequest'],
  });
  for (let i = 0; i < 6; i++) {
    const { variant, seen } = await ask(restApiId);
    assert.equal(variant, 'base');
    assert.equal(seen.context.isMirroredRequest, undefined);
  }
  let route;
  const deadline = Date.now() + 60_000;
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    [route] = (await own(restApiId, 'GET', '/mirroring/report')).routes;
  } while ((route?.compared ?? 0) + (route?.dropped ?? 0) < 6 && Date.now() < deadline);
  assert.equal(route.compared + route.dropped, 6, JSON.stringify(route));
  assert.ok(route.compared > 0);
  assert.deepEqual([route.resourcePath, route.httpMethod, route.same], ['/who', 'GET', 0]);
  assert.deepEqual(route.differences, { status: 0, headers: 0, shape: route.compared, body: 0 });
  assert.deepEqual(route.samples, [
    { kind: 'shape', difference: '/extra: only in canary', count: route.compared },
    { kind: 'shape', difference: '/id: number in base, string in canary', count: route.compared },
  ]);
  const metrics = await own(restApiId, 'GET', '/metrics');
  assert.equal(metrics.canary.count, 0);
  await own(restApiId, 'DELETE', '/mirroring');
  await gateway.deleteRestApi({ restApiId });
});

test('a backend over HTTP is told that a request is a copy', async () => {
  const seen = [];
  const backend = http.createServer((request, response) => {
    seen.push(request.headers['x-mirrored-request']);
    response.setHeader('content-type', 'text/plain');
    response.end(request.headers['x-mirrored-request'] ? 'longer than' : 'other');
  });
  await new Promise((resolve) => backend.listen(0, '127.0.0.1', resolve));
  try {
    const api = await createApi('splitting-http', 'who', { type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri: `http://127.0.0.1:${backend.address().port}/` });
    const { restApiId } = api;
    await gateway.createDeployment({ restApiId, stageName });
    await gateway.createDeployment({ restApiId, stageName, canarySettings: { percentTraffic: 0 } });
    await own(restApiId, 'PUT', '/mirroring', { routes: [{ resourcePath: '/who', httpMethod: 'GET', percent: 100 }] });
    assert.equal((await call(restApiId, `${stageName}/who`)).body, 'other');
    const deadline = Date.now() + 60_000;
    let route;
    do {
      await new Promise((resolve) => setTimeout(resolve, 50));
      [route] = (await own(restApiId, 'GET', '/mirroring/report')).routes;
    } while (!route && Date.now() < deadline);
    assert.deepEqual(seen.sort(), ['true', undefined]);
    assert.deepEqual(route.samples, [{ kind: 'body', difference: 'other length', count: 1 }]);
    await gateway.deleteRestApi({ restApiId });
  } finally {
    backend.closeAllConnections();
    backend.close();
  }
});
