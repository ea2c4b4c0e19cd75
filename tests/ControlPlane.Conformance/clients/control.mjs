// Every operation of the control API once, with the SDK's typed answers and typed errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BadRequestException, ConflictException, NotFoundException, paginateGetDeployments, paginateGetResources, paginateGetRestApis,
} from '@aws-sdk/client-api-gateway';
import { call, callHost, controlUrl, createApi, gateway, refused, region } from './harness.mjs';

const replace = (path, value) => ({ patchOperations: [{ op: 'replace', path, value }] });
const mock = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } };

/** An API with one MOCK method that answers a text. */
async function createMock(name, text = name) {
  const api = await createApi(name, 'mock', mock);
  await gateway.putMethodResponse({ ...api.method, statusCode: '200' });
  await gateway.putIntegrationResponse({ ...api.method, statusCode: '200', responseTemplates: { 'application/json': text } });
  return api;
}

test('RestApis: create, get, update, clone, list by pages, delete', async () => {
  const created = await gateway.createRestApi({
    name: 'books',
    description: 'All books',
    version: '7',
    binaryMediaTypes: ['image/png'],
    minimumCompressionSize: 1024,
    endpointConfiguration: { types: ['REGIONAL'] },
    tags: { team: 'library' },
  });
  assert.match(created.id, /^[a-z0-9]{10}$/);
  assert.match(created.rootResourceId, /^[a-z0-9]{10}$/);
  assert.ok(created.createdDate instanceof Date && Math.abs(Date.now() - created.createdDate) < 60_000);
  assert.deepEqual(created.endpointConfiguration.types, ['REGIONAL']);
  assert.equal(created.apiKeySource, 'HEADER');
  assert.equal(created.disableExecuteApiEndpoint, false);
  const { $metadata, ...read } = await gateway.getRestApi({ restApiId: created.id });
  assert.equal($metadata.httpStatusCode, 200);
  assert.ok($metadata.requestId);
  const { $metadata: createMetadata, ...expected } = created;
  assert.equal(createMetadata.httpStatusCode, 201);
  assert.deepEqual(read, expected);

  const updated = await gateway.updateRestApi({
    restApiId: created.id,
    patchOperations: [
      { op: 'replace', path: '/name', value: 'more books' },
      { op: 'add', path: '/binaryMediaTypes/image~1jpeg' },
      { op: 'replace', path: '/minimumCompressionSize' },
    ],
  });
  assert.equal(updated.name, 'more books');
  assert.deepEqual(updated.binaryMediaTypes, ['image/png', 'image/jpeg']);
  assert.equal(updated.minimumCompressionSize, undefined);

  const { restApiId: sourceId } = await createMock('source');
  const clone = await gateway.createRestApi({ name: 'clone', cloneFrom: sourceId });
  assert.deepEqual((await gateway.getResources({ restApiId: clone.id })).items.map((item) => item.path).sort(), ['/', '/mock']);

  const listed = [];
  for await (const page of paginateGetRestApis({ client: gateway, pageSize: 2 }, {})) {
    assert.ok(page.items.length <= 2);
    listed.push(...page.items.map((item) => item.id));
  }
  assert.equal(new Set(listed).size, listed.length);
  for (const id of [created.id, sourceId, clone.id]) assert.ok(listed.includes(id));

  assert.equal((await gateway.deleteRestApi({ restApiId: created.id })).$metadata.httpStatusCode, 202);
  await refused(gateway.getRestApi({ restApiId: created.id }), NotFoundException, /^Invalid API identifier specified 123456789012:/);
  await refused(gateway.deleteRestApi({ restApiId: created.id }), NotFoundException);
  await refused(gateway.createRestApi({ name: '' }), BadRequestException);
  await refused(gateway.updateRestApi({ restApiId: clone.id, ...replace('/nonsense', 'x') }), BadRequestException, /Must be one of/);
});

test('Resources: create, get, update, list by pages, delete with the subtree', async () => {
  const { id: restApiId, rootResourceId } = await gateway.createRestApi({ name: 'tree' });
  const pets = await gateway.createResource({ restApiId, parentId: rootResourceId, pathPart: 'pets' });
  const pet = await gateway.createResource({ restApiId, parentId: pets.id, pathPart: '{id}' });
  assert.equal(pet.path, '/pets/{id}');
  await gateway.createResource({ restApiId, parentId: rootResourceId, pathPart: '{proxy+}' });
  await refused(gateway.createResource({ restApiId, parentId: pets.id, pathPart: '{other}' }), BadRequestException, /sibling/);
  await refused(gateway.createResource({ restApiId, parentId: rootResourceId, pathPart: 'pets' }), ConflictException, /same parent already has this name: pets/);
  await refused(gateway.createResource({ restApiId, parentId: 'nowhere', pathPart: 'x' }), NotFoundException);

  await gateway.putMethod({ restApiId, resourceId: pet.id, httpMethod: 'GET', authorizationType: 'NONE' });
  const plain = await gateway.getResource({ restApiId, resourceId: pet.id });
  assert.deepEqual(plain.resourceMethods, { GET: {} });
  const embedded = await gateway.getResource({ restApiId, resourceId: pet.id, embed: ['methods'] });
  assert.equal(embedded.resourceMethods.GET.authorizationType, 'NONE');

  const renamed = await gateway.updateResource({ restApiId, resourceId: pets.id, ...replace('/pathPart', 'animals') });
  assert.equal(renamed.path, '/animals');
  const paths = [];
  for await (const page of paginateGetResources({ client: gateway, pageSize: 1 }, { restApiId })) {
    assert.equal(page.items.length, 1);
    paths.push(page.items[0].path);
  }
  assert.deepEqual(paths.sort(), ['/', '/animals', '/animals/{id}', '/{proxy+}']);
  const limited = await gateway.getResources({ restApiId, limit: 3 });
  assert.equal(limited.items.length, 3);
  assert.ok(limited.position);

  await gateway.deleteResource({ restApiId, resourceId: pets.id });
  await refused(gateway.getResource({ restApiId, resourceId: pet.id }), NotFoundException, /^Invalid Resource identifier specified$/);
});

test('Methods and integrations, with their responses: put, get, update, delete', async () => {
  const { restApiId, resourceId, method } = await createApi('methods', 'm', mock);
  await gateway.updateMethod({ ...method, patchOperations: [{ op: 'add', path: '/requestParameters/method.request.header.X', value: 'true' }] });
  assert.deepEqual((await gateway.getMethod(method)).requestParameters, { 'method.request.header.X': true });
  await gateway.putMethodResponse({ ...method, statusCode: '200', responseParameters: { 'method.response.header.Y': false } });
  assert.deepEqual((await gateway.getMethodResponse({ ...method, statusCode: '200' })).responseParameters, { 'method.response.header.Y': false });
  await gateway.updateMethodResponse({
    ...method, statusCode: '200', patchOperations: [{ op: 'add', path: '/responseModels/application~1json', value: 'Empty' }],
  });
  await gateway.updateIntegration({
    ...method, patchOperations: [{ op: 'add', path: '/requestParameters/integration.request.header.Z', value: 'method.request.header.X' }],
  });
  const integration = await gateway.getIntegration(method);
  assert.equal(integration.type, 'MOCK');
  assert.deepEqual(integration.cacheKeyParameters, []);
  assert.equal(integration.requestParameters['integration.request.header.Z'], 'method.request.header.X');
  await gateway.putIntegrationResponse({ ...method, statusCode: '200', responseParameters: { 'method.response.header.Y': "'yes'" } });
  await gateway.updateIntegrationResponse({
    ...method, statusCode: '200', patchOperations: [{ op: 'add', path: '/responseTemplates/application~1json', value: '{}' }],
  });
  assert.deepEqual((await gateway.getIntegrationResponse({ ...method, statusCode: '200' })).responseTemplates, { 'application/json': '{}' });
  const whole = await gateway.getMethod(method);
  assert.equal(whole.methodIntegration.integrationResponses['200'].responseParameters['method.response.header.Y'], "'yes'");

  await refused(gateway.putMethod({ ...method, authorizationType: 'NONE' }), ConflictException);
  await refused(gateway.putMethod({ ...method, httpMethod: 'FETCH', authorizationType: 'NONE' }), BadRequestException, /Valid options are/);
  await refused(gateway.putIntegration({ ...method, type: 'HTTP', uri: 'nowhere', integrationHttpMethod: 'GET' }), BadRequestException, /Invalid HTTP endpoint/);
  await refused(gateway.getIntegrationResponse({ ...method, statusCode: '404' }), NotFoundException, /Invalid Response status code/);
  await refused(gateway.getMethod({ ...method, httpMethod: 'PUT' }), NotFoundException, /Invalid Method identifier/);

  assert.equal((await gateway.deleteIntegrationResponse({ ...method, statusCode: '200' })).$metadata.httpStatusCode, 204);
  await gateway.deleteIntegration(method);
  await refused(gateway.getIntegration(method), NotFoundException, /Invalid Integration identifier/);
  await gateway.deleteMethodResponse({ ...method, statusCode: '200' });
  await gateway.deleteMethod(method);
  assert.equal((await gateway.getResource({ restApiId, resourceId })).resourceMethods, undefined);
});

test('Deployments: create, get, update, list by pages, delete', async () => {
  const { id: empty } = await gateway.createRestApi({ name: 'empty' });
  await refused(gateway.createDeployment({ restApiId: empty, stageName: 's' }), BadRequestException, /doesn't contain any methods/);
  const { restApiId } = await createMock('deployments');
  const first = await gateway.createDeployment({ restApiId, description: 'first' });
  const second = await gateway.createDeployment({ restApiId, stageName: 's', stageDescription: 'a stage', variables: { a: '1' } });
  assert.deepEqual(await gateway.getStage({ restApiId, stageName: 's' }).then(({ deploymentId, description, variables }) => ({ deploymentId, description, variables })), {
    deploymentId: second.id, description: 'a stage', variables: { a: '1' },
  });
  const summary = await gateway.getDeployment({ restApiId, deploymentId: first.id, embed: ['apisummary'] });
  assert.deepEqual(summary.apiSummary, { '/mock': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } });
  assert.equal((await gateway.updateDeployment({ restApiId, deploymentId: first.id, ...replace('/description', 'new') })).description, 'new');
  const ids = [];
  for await (const page of paginateGetDeployments({ client: gateway, pageSize: 1 }, { restApiId })) ids.push(...page.items.map((item) => item.id));
  assert.deepEqual(ids.sort(), [first.id, second.id].sort());
  await refused(gateway.deleteDeployment({ restApiId, deploymentId: second.id }), BadRequestException, /^Active stages pointing to this deployment/);
  assert.equal((await gateway.deleteDeployment({ restApiId, deploymentId: first.id })).$metadata.httpStatusCode, 202);
  await refused(gateway.getDeployment({ restApiId, deploymentId: first.id }), NotFoundException);
  await refused(gateway.createDeployment({ restApiId, canarySettings: { percentTraffic: 1 } }), BadRequestException, /stageName must be provided/);
  await refused(
    gateway.createDeployment({ restApiId, stageName: 'none', canarySettings: { percentTraffic: 1 } }), BadRequestException, /Stage none must already be created/);
});

test('Stages: create, get, update, list, flush, delete', async () => {
  const { restApiId } = await createMock('stages');
  const { id: deploymentId } = await gateway.createDeployment({ restApiId });
  const stage = await gateway.createStage({ restApiId, stageName: 'one', deploymentId, variables: { a: '1' }, tags: { x: 'y' }, tracingEnabled: true });
  assert.deepEqual(stage.methodSettings, {});
  assert.equal(stage.cacheClusterStatus, 'NOT_AVAILABLE');
  assert.ok(stage.createdDate instanceof Date);
  await refused(gateway.createStage({ restApiId, stageName: 'one', deploymentId }), ConflictException);
  await refused(gateway.createStage({ restApiId, stageName: 'two words', deploymentId }), BadRequestException);
  await refused(gateway.createStage({ restApiId, stageName: 'two', deploymentId: 'none' }), BadRequestException, /^Deployment id does not exist$/);
  const updated = await gateway.updateStage({
    restApiId,
    stageName: 'one',
    patchOperations: [
      { op: 'replace', path: '/description', value: 'the one' },
      { op: 'replace', path: '/variables/b', value: '2' },
      { op: 'remove', path: '/variables/a' },
      { op: 'replace', path: '/*/*/throttling/rateLimit', value: '5' },
      { op: 'replace', path: '/~1mock/GET/metrics/enabled', value: 'true' },
    ],
  });
  assert.deepEqual(updated.variables, { b: '2' });
  assert.equal(updated.methodSettings['*/*'].throttlingRateLimit, 5);
  assert.equal(updated.methodSettings['~1mock/GET'].metricsEnabled, true);
  assert.equal(updated.methodSettings['~1mock/GET'].throttlingRateLimit, 5);
  await refused(gateway.updateStage({ restApiId, stageName: 'one', ...replace('/nonsense', 'x') }), BadRequestException, /^Invalid method setting path: \/nonsense/);
  await refused(
    gateway.updateStage({ restApiId, stageName: 'one', patchOperations: [{ op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' }] }),
    BadRequestException,
    /^Promotion not available\. Canary does not exist\.$/,
  );
  assert.deepEqual((await gateway.getStages({ restApiId, deploymentId })).item.map((item) => item.stageName), ['one']);
  assert.equal((await gateway.flushStageCache({ restApiId, stageName: 'one' })).$metadata.httpStatusCode, 202);
  await gateway.flushStageAuthorizersCache({ restApiId, stageName: 'one' });
  assert.equal((await gateway.deleteStage({ restApiId, stageName: 'one' })).$metadata.httpStatusCode, 202);
  await refused(gateway.getStage({ restApiId, stageName: 'one' }), NotFoundException, /^Invalid Stage identifier specified$/);
});

test('Tags of APIs and stages', async () => {
  const { restApiId } = await createMock('tags');
  await gateway.createDeployment({ restApiId, stageName: 's' });
  for (const path of [`restapis/${restApiId}`, `restapis/${restApiId}/stages/s`]) {
    const resourceArn = `arn:aws:apigateway:${region}::/${path}`;
    assert.equal((await gateway.tagResource({ resourceArn, tags: { a: '1', 'b c': '2/ü' } })).$metadata.httpStatusCode, 204);
    await gateway.untagResource({ resourceArn, tagKeys: ['a'] });
    assert.deepEqual((await gateway.getTags({ resourceArn })).tags, { 'b c': '2/ü' });
    await refused(gateway.tagResource({ resourceArn, tags: { 'aws:x': '1' } }), BadRequestException);
  }
  assert.deepEqual((await gateway.getRestApi({ restApiId })).tags, { 'b c': '2/ü' });
  await refused(gateway.getTags({ resourceArn: `arn:aws:apigateway:${region}::/restapis/none` }), NotFoundException);
});

test('The account', async () => {
  const account = await gateway.getAccount({});
  assert.deepEqual(account.throttleSettings, { burstLimit: 5000, rateLimit: 10000 });
  const cloudwatchRoleArn = 'arn:aws:iam::123456789012:role/logs';
  assert.equal((await gateway.updateAccount(replace('/cloudwatchRoleArn', cloudwatchRoleArn))).cloudwatchRoleArn, cloudwatchRoleArn);
  await refused(gateway.updateAccount(replace('/nonsense', 'x')), BadRequestException);
});

test('Domain names and base path mappings', async () => {
  const { restApiId } = await createMock('domains', 'by domain');
  await gateway.createDeployment({ restApiId, stageName: 'live' });
  const domainName = 'api.example.test';
  const domain = await gateway.createDomainName({
    domainName,
    regionalCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    endpointConfiguration: { types: ['REGIONAL'] },
  });
  assert.equal(domain.domainName, domainName);
  await refused(gateway.createDomainName({ domainName }), ConflictException);
  await gateway.createBasePathMapping({ domainName, basePath: 'v1', restApiId, stage: 'live' });
  assert.deepEqual(await callHost(domainName, '/v1/mock'), { status: 200, body: 'by domain' });
  const mapping = await gateway.updateBasePathMapping({ domainName, basePath: 'v1', ...replace('/basePath', 'v2') });
  assert.equal(mapping.basePath, 'v2');
  assert.deepEqual(await callHost(domainName, '/v2/mock'), { status: 200, body: 'by domain' });
  assert.equal((await callHost(domainName, '/v1/mock')).status, 403);
  assert.equal((await gateway.getBasePathMapping({ domainName, basePath: 'v2' })).stage, 'live');
  assert.equal((await gateway.getBasePathMappings({ domainName })).items.length, 1);
  await refused(gateway.createBasePathMapping({ domainName, basePath: 'v2', restApiId }), ConflictException);
  assert.equal((await gateway.getDomainName({ domainName })).domainName, domainName);
  assert.ok((await gateway.getDomainNames({})).items.some((item) => item.domainName === domainName));
  await gateway.updateDomainName({ domainName, ...replace('/securityPolicy', 'TLS_1_2') });
  await gateway.deleteBasePathMapping({ domainName, basePath: 'v2' });
  await gateway.deleteDomainName({ domainName });
  await refused(gateway.getDomainName({ domainName }), NotFoundException);
});

test('a creation repeated with its Idempotency-Key answers the same and creates once', async () => {
  const create = (name) => fetch(`${controlUrl}/restapis`, {
    method: 'POST', headers: { 'Idempotency-Key': 'once', 'content-type': 'application/json' }, body: JSON.stringify({ name }),
  });
  const answers = await Promise.all(Array.from({ length: 8 }, () => create('idempotent').then((answer) => answer.text())));
  assert.equal(new Set(answers).size, 1);
  const names = [];
  for await (const page of paginateGetRestApis({ client: gateway, pageSize: 500 }, {})) names.push(...page.items.map((item) => item.name));
  assert.equal(names.filter((name) => name === 'idempotent').length, 1);
  assert.equal((await create('another')).status, 400);
});

test('two writers: nothing is lost, and a stale one is told', async () => {
  const { restApiId } = await createMock('writers');
  await gateway.createDeployment({ restApiId, stageName: 's' });
  const written = await Promise.allSettled(Array.from({ length: 24 }, (_, i) =>
    gateway.updateStage({ restApiId, stageName: 's', ...replace(`/variables/v${i}`, `${i}`) })));
  const { variables } = await gateway.getStage({ restApiId, stageName: 's' });
  written.forEach(({ status, reason }, i) => {
    if (status === 'rejected') assert.ok(reason instanceof ConflictException, `${reason}`);
    assert.equal(variables[`v${i}`], status === 'fulfilled' ? `${i}` : undefined);
  });

  const url = `${controlUrl}/restapis/${restApiId}/stages/s`;
  const etag = (await fetch(url)).headers.get('etag');
  const write = (ifMatch, value) => fetch(url, {
    method: 'PATCH', headers: { 'If-Match': ifMatch, 'content-type': 'application/json' }, body: JSON.stringify(replace('/description', value)),
  });
  assert.equal((await write(etag, 'first')).status, 200);
  assert.equal((await write(etag, 'second')).status, 412);
  assert.equal((await gateway.getStage({ restApiId, stageName: 's' })).description, 'first');
});

test('what is not served says so as AWS would', async () => {
  await refused(gateway.getVpcLinks({}), NotFoundException, /There is no operation/);
  const { restApiId } = await createMock('served');
  const missing = await call(restApiId, 'nowhere/mock');
  assert.equal(missing.status, 403);
  assert.equal(missing.headers.get('x-amzn-errortype'), 'ForbiddenException');
  await gateway.createDeployment({ restApiId, stageName: 's' });
  const unknown = await call(restApiId, 's/unknown');
  assert.equal(unknown.status, 403);
  assert.deepEqual(JSON.parse(unknown.body), { message: 'Missing Authentication Token' });
});
