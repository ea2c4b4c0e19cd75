// Runs a Node.js function: takes events from the Lambda Runtime API, hands them to the handler, sends its answers back.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import util from 'node:util';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const env = process.env;
const base = '/2018-06-01/runtime/';
const taskRoot = env.LAMBDA_TASK_ROOT;

let currentRequestId;
let hasEscaped = false;

/**
 * One kept-alive connection to the Runtime API. When it ends the service is gone, and so are we. Plain HTTP over a socket:
 * the http module takes longer for one exchange than most functions do for their work.
 */
class RuntimeApi {
  constructor(address) {
    const [host, port] = address.split(':');
    this.host = address;
    this.socket = net.connect({ host, port: Number(port), noDelay: true });
    this.socket.on('data', (chunk) => this.receive(chunk));
    this.socket.on('error', () => process.exit(1));
    this.socket.on('close', () => process.exit(1));
    this.head = undefined;
    this.chunks = [];
    this.received = 0;
  }

  call(method, target, body, errorType) {
    let head = `${method} ${base}${target} HTTP/1.1\r\nHost: ${this.host}\r\nContent-Type: application/json\r\n`;
    if (body !== undefined) head += `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    if (errorType) head += `Lambda-Runtime-Function-Error-Type: ${String(errorType).replace(/[^\x20-\x7e]/g, '?')}\r\n`;
    // Only a call under way keeps the process from running out of things to do.
    this.socket.ref();
    this.socket.write(`${head}\r\n${body ?? ''}`);
    return new Promise((resolve) => { this.resolve = resolve; });
  }

  receive(chunk) {
    this.chunks.push(chunk);
    this.received += chunk.length;
    if (!this.head) {
      const all = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
      const end = all.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.head = {};
      for (const line of all.toString('utf8', 0, end).split('\r\n').slice(1)) {
        const colon = line.indexOf(':');
        this.head[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
      }
      const rest = all.subarray(end + 4);
      this.chunks = [rest];
      this.received = rest.length;
    }
    if (this.received < Number(this.head['content-length'] ?? 0)) return;
    const answer = { headers: this.head, body: Buffer.concat(this.chunks).toString('utf8') };
    this.head = undefined;
    this.chunks = [];
    this.received = 0;
    this.socket.unref();
    this.resolve(answer);
  }
}

function describe(error) {
  if (error instanceof Error || (error && typeof error === 'object' && 'message' in error && 'stack' in error)) {
    return { errorType: error.name ?? 'Error', errorMessage: String(error.message), trace: String(error.stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: typeof error === 'string' ? error : util.inspect(error), trace: [] };
}

class StartupError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

// Console methods write one line each, in the form of Lambda's text logs.
function patchConsole() {
  const write = (level) => (...values) => {
    const text = util.format(...values).replace(/\n/g, '\r');
    process.stdout.write(`${new Date().toISOString()}\t${currentRequestId ?? 'undefined'}\t${level}\t${text}\n`);
  };
  Object.assign(console, {
    log: write('INFO'), info: write('INFO'), warn: write('WARN'), error: write('ERROR'), debug: write('DEBUG'), trace: write('TRACE'),
  });
}

function logError(message, error) {
  process.stdout.write(`${new Date().toISOString()}\t${currentRequestId ?? 'undefined'}\tERROR\t${message}\t${JSON.stringify(error)}\n`);
}

/** Whether a .js file is an ES module: its nearest package.json says so. */
function isModuleType(file) {
  for (let folder = path.dirname(file); folder.startsWith(taskRoot); folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest)) {
      try {
        return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module';
      } catch {
        return false;
      }
    }
  }
  return false;
}

async function loadModule(file) {
  if (file.endsWith('.mjs') || (file.endsWith('.js') && isModuleType(file))) {
    return import(pathToFileURL(file).href);
  }
  return createRequire(path.join(taskRoot, 'index.js'))(file);
}

async function loadHandler(name) {
  const folder = path.dirname(name);
  const match = /^([^.]+)\.(.+)$/.exec(path.basename(name));
  if (!match || name.includes('..')) {
    throw new StartupError('Runtime.MalformedHandlerName', `Bad handler: '${name}'`);
  }
  const stem = path.resolve(taskRoot, folder, match[1]);
  const file = ['', '.js', '.mjs', '.cjs'].map((extension) => stem + extension).find((f) => fs.existsSync(f) && fs.statSync(f).isFile());
  if (!file) {
    const module = path.join(folder, match[1]);
    throw new StartupError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'\nRequire stack:\n- ${import.meta.filename ?? 'runtime'}`);
  }
  let module;
  try {
    module = await loadModule(file);
  } catch (error) {
    if (error instanceof SyntaxError) throw Object.assign(new StartupError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`), { stack: error.stack });
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw Object.assign(new StartupError('Runtime.ImportModuleError', `Error: ${error.message}`), { stack: error.stack });
    }
    throw error;
  }
  const find = (root) => match[2].split('.').reduce((value, key) => value?.[key], root);
  const handler = find(module) ?? find(module?.default);
  if (handler === undefined) throw new StartupError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new StartupError('Runtime.HandlerNotFound', `${name} is not a function`);
  return handler;
}

/** Runs the handler once; resolves or rejects with what it answers, whichever way it does. */
function run(handler, event, headers) {
  return new Promise((resolve, reject) => {
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const clientContext = headers['lambda-runtime-client-context'];
    let waitsForEmptyLoop = true;
    let answered = false;
    const answer = (error, result) => {
      if (answered) return;
      answered = true;
      const settle = () => (error === undefined || error === null ? resolve(result) : reject(error));
      if (!waitsForEmptyLoop) {
        settle();
        return;
      }
      process.removeListener('beforeExit', abandoned);
      process.once('beforeExit', settle);
    };
    const context = {
      awsRequestId: currentRequestId,
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      clientContext: clientContext ? JSON.parse(clientContext) : undefined,
      identity: undefined,
      get callbackWaitsForEmptyEventLoop() { return waitsForEmptyLoop; },
      set callbackWaitsForEmptyEventLoop(value) { waitsForEmptyLoop = Boolean(value); },
      getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
      done: (error, result) => { waitsForEmptyLoop = false; answer(error, result); },
      fail: (error) => { waitsForEmptyLoop = false; answer(error ?? 'Handler failed', undefined); },
      succeed: (result) => { waitsForEmptyLoop = false; answer(null, result); },
    };
    // Nothing is left to happen and no answer was given: Lambda answers null for a callback handler.
    const abandoned = () => (isPromise ? reject(new StartupError('Runtime.NodeJsExit', 'The handler returned a promise that never settles')) : resolve(null));
    let isPromise = false;
    process.once('beforeExit', abandoned);
    const cleanUp = () => process.removeListener('beforeExit', abandoned);
    const finish = (end) => (value) => { if (!answered) { answered = true; cleanUp(); end(value); } };
    try {
      const returned = handler(event, context, answer);
      if (typeof returned?.then === 'function') {
        isPromise = true;
        returned.then(finish(resolve), finish(reject));
      }
    } catch (error) {
      finish(reject)(error);
    }
  });
}

/** Answers an invocation, unless an escaped error already does: then the process ends, and the handler has nothing more to say. */
async function answerOnce(target, body, errorType) {
  if (hasEscaped) await new Promise(() => {});
  await api.call('POST', target, body, errorType);
}

async function serveOne(handler) {
  const { headers, body } = await api.call('GET', 'invocation/next');
  currentRequestId = headers['lambda-runtime-aws-request-id'];
  env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
  const requestId = currentRequestId;
  let answer;
  try {
    const result = await run(handler, JSON.parse(body), headers);
    try {
      answer = JSON.stringify(result === undefined ? null : result) ?? 'null';
    } catch (error) {
      throw new StartupError('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`);
    }
  } catch (error) {
    const described = describe(error);
    logError('Invoke Error ', described);
    await answerOnce(`invocation/${requestId}/error`, JSON.stringify(described), described.errorType);
    return;
  }
  await answerOnce(`invocation/${requestId}/response`, answer);
}

/** What escaped every handler ends the process, after the caller has been told. */
async function escaped(error, type) {
  hasEscaped = true;
  const described = type ? { errorType: type, errorMessage: `${error?.stack?.split('\n')[0] ?? error}`, trace: describe(error).trace } : describe(error);
  logError(type ? 'Unhandled Promise Rejection ' : 'Uncaught Exception ', described);
  // A connection of its own: the usual one may be in use.
  const own = new RuntimeApi(env.AWS_LAMBDA_RUNTIME_API);
  const target = currentRequestId ? `invocation/${currentRequestId}/error` : 'init/error';
  await own.call('POST', target, JSON.stringify(described), described.errorType);
  process.exit(currentRequestId ? 128 : 1);
}

const api = new RuntimeApi(env.AWS_LAMBDA_RUNTIME_API);
patchConsole();
process.on('uncaughtException', (error) => escaped(error));
process.on('unhandledRejection', (error) => escaped(error, 'Runtime.UnhandledPromiseRejection'));
let handler;
try {
  handler = await loadHandler(env._HANDLER);
} catch (error) {
  const described = describe(error);
  logError('Uncaught Exception ', described);
  await api.call('POST', 'init/error', JSON.stringify(described), described.errorType);
  process.exit(1);
}
for (;;) {
  await serveOne(handler);
}
