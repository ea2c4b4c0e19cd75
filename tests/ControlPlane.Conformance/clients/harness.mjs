// What all scripts share: clients of the host under test, packages for functions, and statistics that do not flake.
import assert from 'node:assert/strict';
import http from 'node:http';
import { APIGateway } from '@aws-sdk/client-api-gateway';
import { Lambda } from '@aws-sdk/client-lambda';

export const region = 'us-east-1';
export const account = '123456789012';
export const role = `arn:aws:iam::${account}:role/any`;
export const controlUrl = process.env.CONTROL_URL;
export const gatewayUrl = process.env.GATEWAY_URL;

/** Clients that sign with an access key. */
export function clientsOf(accessKeyId, secretAccessKey, more) {
  const options = { endpoint: controlUrl, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1, ...more };
  return { gateway: new APIGateway(options), lambda: new Lambda(options) };
}

export const { gateway, lambda } = clientsOf(process.env.ACCESS_KEY_ID ?? 'local', process.env.SECRET_ACCESS_KEY ?? 'local');

/** The URI of an integration with a function; the function may carry a qualifier or a stage variable. */
export const functionUri = (name) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${account}:function:${name}/invocations`;

/** A function's code that answers a line through API Gateway. */
export const hello = (text) => zip({
  'index.mjs': `export const handler = async (event) => ({ statusCode: 200, body: ${JSON.stringify(text)}, headers: { 'x-stage': event.requestContext?.stage ?? '' } });`,
});

/** Creates a function with versions 1 to n, the last of which answers "Hello from Lambda vn". */
export async function createHello(name, versions = 2) {
  await lambda.createFunction({
    FunctionName: name, Runtime: 'nodejs20.x', Handler: 'index.handler', Role: role, Code: { ZipFile: hello('Hello from Lambda v1') }, Publish: true,
  });
  for (let version = 2; version <= versions; version++) {
    const updated = await lambda.updateFunctionCode({ FunctionName: name, ZipFile: hello(`Hello from Lambda v${version}`), Publish: true });
    assert.equal(updated.Version, String(version));
  }
}

/** Creates an API with one GET method, integrated as told. */
export async function createApi(name, pathPart, integration) {
  const { id: restApiId, rootResourceId } = await gateway.createRestApi({ name });
  const { id: resourceId } = await gateway.createResource({ restApiId, parentId: rootResourceId, pathPart });
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await gateway.putMethod({ ...method, authorizationType: 'NONE' });
  await gateway.putIntegration({ ...method, integrationHttpMethod: 'POST', ...integration });
  return { restApiId, resourceId, method };
}

/** Calls a path of a deployed stage. */
export async function call(restApiId, path, init) {
  const response = await fetch(`${gatewayUrl}/${restApiId}/${path}`, init);
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Calls with a Host header of one's own, which fetch does not let through. */
export const callHost = (host, path) => new Promise((resolve, reject) => {
  http.get(`${gatewayUrl}${path}`, { headers: { host } }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text) => { body += text; }).on('end', () => resolve({ status: response.statusCode, body }));
  }).on('error', reject);
});

/** Calls a path many times, a few at once, and counts the bodies. */
export async function tally(restApiId, path, count) {
  const bodies = {};
  let left = count;
  const one = async () => {
    while (left-- > 0) {
      const { status, body } = await call(restApiId, path);
      assert.equal(status, 200, body);
      bodies[body] = (bodies[body] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
  return bodies;
}

/** Asserts that `hits` of `count` can come from a chance of `share`: a false alarm is rarer than one in 10^10. */
export function assertShare(hits = 0, count, share) {
  let log = count * Math.log(1 - share);
  let below = 0;
  let above = 0;
  for (let k = 0; k <= count; k++) {
    const chance = Math.exp(log);
    if (k <= hits) below += chance;
    if (k >= hits) above += chance;
    log += Math.log((count - k) / (k + 1)) + Math.log(share / (1 - share));
  }
  assert.ok(Math.min(below, above) > 1e-10, `${hits} of ${count} is not a share of ${share}`);
}

/** Asserts that a call is refused with a typed error of the SDK. */
export async function refused(promise, type, message) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof type, `${error.name} is no ${type.name}: ${error.message}`);
    if (message) assert.match(error.message, message);
    return true;
  });
}

/** A zip package with stored (uncompressed) files. */
export function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name);
    const data = Buffer.from(text);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt32LE(crc32(data), 10);
    header.writeUInt32LE(data.length, 14);
    header.writeUInt32LE(data.length, 18);
    header.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, path, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((0o100755 << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), header, tail, path);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

function crc32(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
