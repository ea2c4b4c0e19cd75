// The Lambda service: functions, versions, aliases, invocations, policies and tags, with the SDK's own waiters and errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  InvalidParameterValueException, InvalidRequestContentException, PreconditionFailedException, ResourceConflictException, ResourceNotFoundException,
  paginateListFunctions, waitUntilFunctionActiveV2, waitUntilFunctionExists, waitUntilFunctionUpdatedV2, waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import { account, assertShare, lambda, refused, region, role, zip } from './harness.mjs';

const waiting = { client: lambda, maxWaitTime: 30, minDelay: 1 };
const arn = (name) => `arn:aws:lambda:${region}:${account}:function:${name}`;
const code = (body) => zip({ 'index.mjs': `export const handler = async (event, context) => { ${body} };` });
const json = (payload) => JSON.parse(Buffer.from(payload).toString());

const create = (FunctionName, body, more = {}) => lambda.createFunction({
  FunctionName, Runtime: 'nodejs20.x', Handler: 'index.handler', Role: role, Code: { ZipFile: code(body) }, ...more,
});

test('functions: create, wait, get, update, list by pages, delete', async () => {
  const created = await create('life', 'return 1;', { Description: 'd', MemorySize: 256, Timeout: 5, Environment: { Variables: { AN: 'b' } }, Tags: { t: 'v' } });
  assert.equal(created.FunctionArn, arn('life'));
  assert.equal(created.Version, '$LATEST');
  assert.equal(created.State, 'Active');
  await waitUntilFunctionExists(waiting, { FunctionName: 'life' });
  await waitUntilFunctionActiveV2(waiting, { FunctionName: 'life' });
  await refused(create('life', ''), ResourceConflictException, /^Function already exist: life$/);
  await refused(create('bad', '', { Role: undefined }), Error);
  await refused(lambda.getFunction({ FunctionName: 'none' }), ResourceNotFoundException, new RegExp(`^Function not found: ${arn('none')}$`));

  const updated = await lambda.updateFunctionConfiguration({ FunctionName: 'life', Timeout: 7 });
  assert.equal(updated.Timeout, 7);
  await waitUntilFunctionUpdatedV2(waiting, { FunctionName: 'life' });
  const changed = await lambda.updateFunctionCode({ FunctionName: 'life', ZipFile: code('return 2;') });
  assert.notEqual(changed.CodeSha256, created.CodeSha256);
  const { Configuration, Code, Tags } = await lambda.getFunction({ FunctionName: arn('life') });
  assert.equal(Configuration.CodeSha256, changed.CodeSha256);
  assert.deepEqual(Configuration.Environment.Variables, { AN: 'b' });
  assert.deepEqual(Tags, { t: 'v' });
  assert.equal((await fetch(Code.Location)).status, 200);

  await create('life2', '');
  const names = [];
  for await (const page of paginateListFunctions({ client: lambda, pageSize: 1 }, {})) {
    assert.ok(page.Functions.length <= 1);
    names.push(...page.Functions.map((item) => item.FunctionName));
  }
  assert.ok(names.includes('life') && names.includes('life2'));
  await lambda.deleteFunction({ FunctionName: 'life' });
  await refused(lambda.getFunctionConfiguration({ FunctionName: 'life' }), ResourceNotFoundException);
});

test('invocations: payload, context, environment, log tail, errors, timeout, dry run, event', async () => {
  await create('invoked', `
    console.log('seen ' + event.n);
    if (event.fail) throw new TypeError('as asked');
    if (event.sleep) await new Promise((done) => setTimeout(done, event.sleep));
    return { n: event.n + 1, name: context.functionName, env: process.env.AN, arn: context.invokedFunctionArn };
  `, { Timeout: 1, Environment: { Variables: { AN: 'b' } } });
  const invoke = (event, more = {}) => lambda.invoke({ FunctionName: 'invoked', Payload: JSON.stringify(event), ...more });

  const answer = await invoke({ n: 1 }, { LogType: 'Tail' });
  assert.equal(answer.StatusCode, 200);
  assert.equal(answer.ExecutedVersion, '$LATEST');
  assert.equal(answer.FunctionError, undefined);
  assert.deepEqual(json(answer.Payload), { n: 2, name: 'invoked', env: 'b', arn: arn('invoked') });
  const log = Buffer.from(answer.LogResult, 'base64').toString();
  for (const text of ['START RequestId', 'seen 1', 'END RequestId', 'REPORT RequestId']) assert.ok(log.includes(text), log);

  const failed = await invoke({ fail: true });
  assert.equal(failed.FunctionError, 'Unhandled');
  assert.equal(json(failed.Payload).errorType, 'TypeError');
  assert.equal(json(failed.Payload).errorMessage, 'as asked');
  const late = await invoke({ sleep: 20_000 });
  assert.equal(late.FunctionError, 'Unhandled');
  assert.match(json(late.Payload).errorMessage, /Task timed out after 1\.00 seconds/);
  assert.deepEqual(json((await invoke({ n: 5 })).Payload).n, 6);

  assert.equal((await invoke({}, { InvocationType: 'DryRun' })).StatusCode, 204);
  assert.equal((await invoke({}, { InvocationType: 'Event' })).StatusCode, 202);
  await refused(lambda.invoke({ FunctionName: 'invoked', Payload: '{' }), InvalidRequestContentException);
  await refused(lambda.invoke({ FunctionName: 'invoked', Qualifier: '9' }), ResourceNotFoundException);
});

test('versions are immutable, numbered from 1, and not repeated without a change', async () => {
  await create('versioned', "return 'one';");
  const one = await lambda.publishVersion({ FunctionName: 'versioned', Description: 'first' });
  assert.equal(one.Version, '1');
  assert.equal(one.FunctionArn, `${arn('versioned')}:1`);
  await waitUntilPublishedVersionActive(waiting, { FunctionName: 'versioned', Qualifier: '1' });
  assert.equal((await lambda.publishVersion({ FunctionName: 'versioned' })).Version, '1');
  await lambda.updateFunctionCode({ FunctionName: 'versioned', ZipFile: code("return 'two';") });
  await refused(lambda.publishVersion({ FunctionName: 'versioned', CodeSha256: one.CodeSha256 }), InvalidParameterValueException);
  await refused(lambda.publishVersion({ FunctionName: 'versioned', RevisionId: 'stale' }), PreconditionFailedException);
  assert.equal((await lambda.publishVersion({ FunctionName: 'versioned' })).Version, '2');
  const { Versions } = await lambda.listVersionsByFunction({ FunctionName: 'versioned' });
  assert.deepEqual(Versions.map((item) => item.Version), ['$LATEST', '1', '2']);
  for (const [Qualifier, text] of [['1', 'one'], ['2', 'two'], ['$LATEST', 'two']]) {
    assert.equal(json((await lambda.invoke({ FunctionName: 'versioned', Qualifier })).Payload), text);
  }
});

test('aliases: create, get, update, weights, list, delete', async () => {
  const FunctionName = 'aliased';
  await create(FunctionName, 'return context.functionVersion;', { Publish: true });
  await lambda.updateFunctionCode({ FunctionName, ZipFile: code('return context.functionVersion + "";'), Publish: true });
  const alias = await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: '1', Description: 'd' });
  assert.equal(alias.AliasArn, `${arn(FunctionName)}:live`);
  assert.ok(alias.RevisionId);
  await refused(lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: '1' }), ResourceConflictException);
  await refused(lambda.createAlias({ FunctionName, Name: '12', FunctionVersion: '1' }), Error);
  await refused(lambda.createAlias({ FunctionName, Name: 'bad', FunctionVersion: '9' }), ResourceNotFoundException);
  await refused(
    lambda.createAlias({ FunctionName, Name: 'bad', FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } }),
    InvalidParameterValueException,
  );
  const { $metadata, ...read } = await lambda.getAlias({ FunctionName, Name: 'live' });
  assert.equal($metadata.httpStatusCode, 200);
  assert.equal(read.FunctionVersion, '1');

  const weighted = await lambda.updateAlias({
    FunctionName, Name: 'live', RevisionId: alias.RevisionId, RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } },
  });
  assert.deepEqual(weighted.RoutingConfig.AdditionalVersionWeights, { 2: 0.25 });
  await refused(lambda.updateAlias({ FunctionName, Name: 'live', RevisionId: alias.RevisionId, FunctionVersion: '2' }), PreconditionFailedException);
  let second = 0;
  for (let i = 0; i < 200; i++) {
    const answer = await lambda.invoke({ FunctionName, Qualifier: 'live' });
    assert.equal(json(answer.Payload), answer.ExecutedVersion);
    if (answer.ExecutedVersion === '2') second++;
  }
  assertShare(second, 200, 0.25);

  await lambda.createAlias({ FunctionName, Name: 'other', FunctionVersion: '2' });
  assert.deepEqual((await lambda.listAliases({ FunctionName })).Aliases.map((item) => item.Name).sort(), ['live', 'other']);
  assert.deepEqual((await lambda.listAliases({ FunctionName, FunctionVersion: '2' })).Aliases.map((item) => item.Name).sort(), ['live', 'other']);
  await refused(lambda.deleteFunction({ FunctionName, Qualifier: '1' }), ResourceConflictException);
  await lambda.deleteAlias({ FunctionName, Name: 'live' });
  await refused(lambda.getAlias({ FunctionName, Name: 'live' }), ResourceNotFoundException);
});

test('policies, tags, concurrency and the account', async () => {
  const FunctionName = 'governed';
  await create(FunctionName, '');
  const permission = { FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' };
  await lambda.addPermission(permission);
  await refused(lambda.addPermission(permission), ResourceConflictException);
  assert.equal(JSON.parse((await lambda.getPolicy({ FunctionName })).Policy).Statement[0].Sid, 's');
  await lambda.removePermission({ FunctionName, StatementId: 's' });
  await refused(lambda.getPolicy({ FunctionName }), ResourceNotFoundException);

  const Resource = arn(FunctionName);
  await lambda.tagResource({ Resource, Tags: { a: '1', b: '2' } });
  await lambda.untagResource({ Resource, TagKeys: ['a'] });
  assert.deepEqual((await lambda.listTags({ Resource })).Tags, { b: '2' });

  await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 3 });
  assert.equal((await lambda.getFunctionConcurrency({ FunctionName })).ReservedConcurrentExecutions, 3);
  await lambda.deleteFunctionConcurrency({ FunctionName });
  assert.equal((await lambda.getFunctionConcurrency({ FunctionName })).ReservedConcurrentExecutions, undefined);
  assert.ok((await lambda.getAccountSettings({})).AccountLimit.ConcurrentExecutions > 0);
});
