// Stages on aliases: one deployment, and a stage variable that says which alias of the function a stage calls.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertShare, call, controlUrl, createApi, createHello, functionUri, gateway, lambda, tally } from './harness.mjs';

const name = 'alias-demo';
const says = (version) => `Hello from Lambda v${version}`;
let api;

before(async () => {
  await createHello(name, 3);
  await lambda.createAlias({ FunctionName: name, Name: 'dev', FunctionVersion: '$LATEST' });
  await lambda.createAlias({ FunctionName: name, Name: 'test', FunctionVersion: '2' });
  await lambda.createAlias({ FunctionName: name, Name: 'prod', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.05 } } });
  api = await createApi(name, 'hello', { type: 'AWS_PROXY', uri: functionUri(`${name}:\${stageVariables.lambdaAlias}`) });
  for (const stageName of ['dev', 'test', 'prod']) {
    await gateway.createDeployment({ restApiId: api.restApiId, stageName, variables: { lambdaAlias: stageName } });
  }
});

test('each stage calls its alias', async () => {
  assert.deepEqual(await tally(api.restApiId, 'dev/hello', 20), { [says(3)]: 20 });
  assert.deepEqual(await tally(api.restApiId, 'test/hello', 20), { [says(2)]: 20 });
  assert.equal((await call(api.restApiId, 'dev/hello')).headers.get('x-stage'), 'dev');
});

test('an alias with weights splits the traffic of its stage', async () => {
  const bodies = await tally(api.restApiId, 'prod/hello', 500);
  assert.deepEqual(Object.keys(bodies).sort(), [says(1), says(2)]);
  assertShare(bodies[says(2)], 500, 0.05);
});

test('explain names the alias behind a stage and the weights of its versions', async () => {
  const response = await fetch(`${controlUrl}/restapis/${api.restApiId}/stages/prod/explain`, {
    method: 'POST', body: JSON.stringify({ httpMethod: 'GET', path: '/hello' }),
  });
  assert.equal(response.status, 200);
  const [variant] = (await response.json()).variants;
  assert.deepEqual(variant.problems, []);
  const { arn, ...found } = variant.method.integration.function;
  assert.ok(arn.endsWith(`:${name}:prod`), arn);
  assert.deepEqual(found, { qualifier: 'prod', version: '1', additionalVersionWeights: { 2: 0.05 } });
  assert.deepEqual(variant.method.variables, [{ name: 'lambdaAlias', value: 'prod', source: 'stage', usedIn: ['/uri'] }]);
});

test('moving an alias moves the stage without a deployment', async () => {
  await lambda.updateAlias({ FunctionName: name, Name: 'prod', FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } });
  assert.deepEqual(await tally(api.restApiId, 'prod/hello', 40), { [says(2)]: 40 });
});

test('changing the stage variable moves the stage without a deployment', async () => {
  const stage = await gateway.updateStage({
    restApiId: api.restApiId, stageName: 'test', patchOperations: [{ op: 'replace', path: '/variables/lambdaAlias', value: 'dev' }],
  });
  assert.deepEqual(stage.variables, { lambdaAlias: 'dev' });
  assert.deepEqual(await tally(api.restApiId, 'test/hello', 40), { [says(3)]: 40 });
});

test('a canary may call another alias by overriding the variable', async () => {
  const { restApiId } = api;
  const { deploymentId } = await gateway.getStage({ restApiId, stageName: 'dev' });
  await gateway.updateStage({
    restApiId,
    stageName: 'dev',
    patchOperations: [
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '50' },
      { op: 'replace', path: '/canarySettings/stageVariableOverrides/lambdaAlias', value: 'prod' },
    ],
  });
  const stage = await gateway.getStage({ restApiId, stageName: 'dev' });
  assert.equal(stage.canarySettings.deploymentId, deploymentId);
  assert.deepEqual(stage.canarySettings.stageVariableOverrides, { lambdaAlias: 'prod' });
  const bodies = await tally(restApiId, 'dev/hello', 200);
  assert.deepEqual(Object.keys(bodies).sort(), [says(2), says(3)]);
  assertShare(bodies[says(2)], 200, 0.5);
});

test('a stage without its variable fails as API Gateway does', async () => {
  await gateway.createStage({
    restApiId: api.restApiId, stageName: 'bare', deploymentId: (await gateway.getStage({ restApiId: api.restApiId, stageName: 'dev' })).deploymentId,
  });
  const { status, body } = await call(api.restApiId, 'bare/hello');
  assert.ok(status === 500 || status === 502, `${status} ${body}`);
  assert.equal(JSON.parse(body).message, 'Internal server error');
});
