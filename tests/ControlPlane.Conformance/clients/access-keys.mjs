// A host that knows its callers: the AWS SDK signs, and is let in, kept to reading, or refused.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call, clientsOf, createApi, createHello, functionUri, gateway, lambda } from './harness.mjs';

const { ACCESS_KEY_ID, SECRET_ACCESS_KEY, READER_KEY_ID, READER_SECRET } = process.env;
const refused = (promise, name, message) => assert.rejects(promise, (error) => {
  assert.equal(error.name, name);
  assert.match(error.message, message);
  return true;
});

test('both services work as ever, and the gateway still reaches functions', async () => {
  await createHello('signed');
  const { restApiId } = await createApi('signed', 'hello', { type: 'AWS_PROXY', uri: functionUri('signed:2') });
  await gateway.createDeployment({ restApiId, stageName: 'live' });
  assert.equal((await call(restApiId, 'live/hello')).body, 'Hello from Lambda v2');
  const bodies = await Promise.all(Array.from({ length: 50 }, () => call(restApiId, 'live/hello').then(({ body }) => body)));
  assert.deepEqual(new Set(bodies), new Set(['Hello from Lambda v2']));
  const arn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;
  await gateway.tagResource({ resourceArn: arn, tags: { 'a b': 'c/d+é' } });
  assert.deepEqual((await gateway.getTags({ resourceArn: arn })).tags, { 'a b': 'c/d+é' });
  await gateway.untagResource({ resourceArn: arn, tagKeys: ['a b', 'c'] });
  const { Code } = await lambda.getFunction({ FunctionName: 'signed' });
  assert.equal((await fetch(Code.Location)).status, 200);
});

test('equal requests at once all count, as the SDK signs an id with each', async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => gateway.createRestApi({ name: 'twin' })));
  assert.equal(new Set(made.map(({ id }) => id)).size, 5);
  const { StatusCode } = await lambda.invoke({ FunctionName: 'signed', InvocationType: 'DryRun' });
  assert.equal(StatusCode, 204);
});

test('a key for reading reads, and changes nothing', async () => {
  const reader = clientsOf(READER_KEY_ID, READER_SECRET);
  assert.ok((await reader.gateway.getRestApis({})).items.length > 0);
  assert.ok((await reader.lambda.listFunctions({})).Functions.length > 0);
  const { id } = await gateway.createRestApi({ name: 'kept' });
  await refused(reader.gateway.deleteRestApi({ restApiId: id }), 'AccessDeniedException',
    new RegExp(`^User: arn:aws:iam::123456789012:user/auditor is not authorized to perform: apigateway:DELETE on resource: arn:aws:apigateway:us-east-1::/restapis/${id}$`));
  await refused(reader.lambda.invoke({ FunctionName: 'signed' }), 'AccessDeniedException',
    /^User: .*auditor is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:signed$/);
  await refused(reader.lambda.createFunction({ FunctionName: 'x', Role: 'r', Code: {} }), 'AccessDeniedException', /lambda:CreateFunction/);
  assert.equal((await gateway.getRestApi({ restApiId: id })).name, 'kept');
});

test('wrong secrets, unknown keys and clocks that are off are refused', async () => {
  await refused(clientsOf(ACCESS_KEY_ID, `${SECRET_ACCESS_KEY}x`).gateway.getRestApis({}), 'InvalidSignatureException', /^The request signature we calculated does not match/);
  await refused(clientsOf('AKIDNOBODY', SECRET_ACCESS_KEY).lambda.listFunctions({}), 'UnrecognizedClientException', /^The security token included in the request is invalid\.$/);
  const off = (minutes) => clientsOf(ACCESS_KEY_ID, SECRET_ACCESS_KEY, { systemClockOffset: minutes * 60_000 }).gateway.getRestApis({});
  await refused(off(-6), 'InvalidSignatureException', /^Signature expired: /);
  await refused(off(6), 'InvalidSignatureException', /^Signature not yet current: /);
  assert.ok((await off(-4)).items);
  assert.ok((await off(4)).items);
});
