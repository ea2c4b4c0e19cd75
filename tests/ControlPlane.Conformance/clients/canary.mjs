// A canary release from the first deployment to the promotion, API Gateway's way and in one step.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { BadRequestException } from '@aws-sdk/client-api-gateway';
import { assertShare, call, callHost, controlUrl, createApi, createHello, functionUri, gateway, refused, tally } from './harness.mjs';

const v1 = 'Hello from Lambda v1';
const v2 = 'Hello from Lambda v2';
const stageName = 'canary';
const count = 200;

before(() => createHello('canary-demo'));

async function deployed() {
  const api = await createApi('canary-demo', 'canary-demo', { type: 'AWS_PROXY', uri: functionUri('canary-demo:1') });
  const { id } = await gateway.createDeployment({ restApiId: api.restApiId, stageName });
  return { ...api, base: id };
}

async function withCanary(percentTraffic) {
  const api = await deployed();
  await gateway.updateIntegration({ ...api.method, patchOperations: [{ op: 'replace', path: '/uri', value: functionUri('canary-demo:2') }] });
  const { id } = await gateway.createDeployment({ restApiId: api.restApiId, stageName, canarySettings: { percentTraffic } });
  return { ...api, canary: id };
}

test('a stage serves what was deployed, by path and by host name', async () => {
  const { restApiId, method } = await deployed();
  assert.equal((await call(restApiId, 'canary/canary-demo')).body, v1);
  assert.deepEqual(await callHost(`${restApiId}.execute-api.localhost`, '/canary/canary-demo'), { status: 200, body: v1 });
  // Editing the API changes nothing that is deployed.
  await gateway.updateIntegration({ ...method, patchOperations: [{ op: 'replace', path: '/uri', value: functionUri('canary-demo:2') }] });
  assert.equal((await call(restApiId, 'canary/canary-demo')).body, v1);
  await gateway.deleteRestApi({ restApiId });
});

test('a canary takes its share until three patch operations promote it', async () => {
  const { restApiId, base, canary } = await withCanary(50);
  let stage = await gateway.getStage({ restApiId, stageName });
  assert.equal(stage.deploymentId, base);
  assert.deepEqual(stage.canarySettings, { percentTraffic: 50, deploymentId: canary, useStageCache: false });
  const bodies = await tally(restApiId, 'canary/canary-demo', count);
  assert.deepEqual(Object.keys(bodies).sort(), [v1, v2]);
  assertShare(bodies[v2], count, 0.5);

  stage = await gateway.updateStage({
    restApiId,
    stageName,
    patchOperations: [
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
      { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
      { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
    ],
  });
  assert.equal(stage.deploymentId, canary);
  assert.equal(stage.canarySettings.percentTraffic, 0);
  stage = await gateway.updateStage({ restApiId, stageName, patchOperations: [{ op: 'remove', path: '/canarySettings' }] });
  assert.equal(stage.canarySettings, undefined);
  assert.deepEqual(await tally(restApiId, 'canary/canary-demo', 40), { [v2]: 40 });
});

test('the percentage moves traffic at once: 0, 100, and back by removing the canary', async () => {
  const { restApiId } = await withCanary(0);
  const percent = (value) => gateway.updateStage({
    restApiId, stageName, patchOperations: [{ op: 'replace', path: '/canarySettings/percentTraffic', value }],
  });
  assert.deepEqual(await tally(restApiId, 'canary/canary-demo', 40), { [v1]: 40 });
  await percent('100.0');
  assert.deepEqual(await tally(restApiId, 'canary/canary-demo', 40), { [v2]: 40 });
  await percent('10.5');
  assertShare((await tally(restApiId, 'canary/canary-demo', count))[v2], count, 0.105);
  await refused(percent('101'), BadRequestException);
  await gateway.updateStage({ restApiId, stageName, patchOperations: [{ op: 'remove', path: '/canarySettings' }] });
  assert.deepEqual(await tally(restApiId, 'canary/canary-demo', 40), { [v1]: 40 });
});

test('the promotion resource does all of it in one step, and a rollback takes it back', async () => {
  const { restApiId, base, canary } = await withCanary(50);
  const post = async (path) => {
    const response = await fetch(`${controlUrl}/restapis/${restApiId}/stages/${stageName}${path}`, { method: 'POST' });
    return { status: response.status, stage: await response.json() };
  };
  const promoted = await post('/canary/promotion');
  assert.equal(promoted.status, 200);
  assert.equal(promoted.stage.deploymentId, canary);
  assert.equal(promoted.stage.canarySettings, undefined);
  assert.deepEqual(await tally(restApiId, 'canary/canary-demo', 40), { [v2]: 40 });
  assert.equal((await post('/canary/promotion')).status, 400);

  const back = await post('/rollback');
  assert.equal(back.stage.deploymentId, base);
  assert.deepEqual(await tally(restApiId, 'canary/canary-demo', 40), { [v1]: 40 });

  const history = await (await fetch(`${controlUrl}/restapis/${restApiId}/stages/${stageName}/history`)).json();
  assert.equal(history.item.length, 4);
  assert.deepEqual(history.item.map((event) => event.sequence), [...history.item.map((event) => event.sequence)].sort((a, b) => b - a));
});
