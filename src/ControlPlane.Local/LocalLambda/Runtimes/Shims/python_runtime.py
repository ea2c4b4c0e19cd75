"""Runs a Python function: takes events from the Lambda Runtime API, hands them to the handler, sends its answers back."""

import importlib
import json
import logging
import os
import socket
import sys
import time
import traceback
from decimal import Decimal

BASE = "/2018-06-01/runtime/"


class RuntimeApi:
    """One kept-alive connection to the Runtime API. When it ends the service is gone, and so are we."""

    def __init__(self, address):
        host, _, port = address.partition(":")
        self._host = address
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""

    def next(self):
        _, headers, body = self._exchange("GET", "invocation/next", b"")
        return headers, body

    def answer(self, request_id, body):
        self._exchange("POST", "invocation/%s/response" % request_id, body)

    def fail(self, request_id, error_type, body):
        self._exchange("POST", "invocation/%s/error" % request_id, body, error_type)

    def fail_init(self, error_type, body):
        self._exchange("POST", "init/error", body, error_type)

    def _exchange(self, method, path, body, error_type=None):
        head = "%s %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n" % (method, BASE, path, self._host)
        if error_type:
            head += "Lambda-Runtime-Function-Error-Type: %s\r\n" % error_type
        if method == "POST":
            head += "Content-Length: %d\r\n" % len(body)
        self._socket.sendall((head + "\r\n").encode("ascii") + body)
        return self._read()

    def _read(self):
        while b"\r\n\r\n" not in self._buffer:
            self._receive()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        lines = head.decode("utf-8").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        parts = [self._buffer]
        missing = length - len(self._buffer)
        while missing > 0:
            part = self._socket.recv(min(missing, 1 << 20))
            if not part:
                raise ConnectionError("the Runtime API is gone")
            parts.append(part)
            missing -= len(part)
        content = b"".join(parts)
        self._buffer = content[length:]
        return int(lines[0].split(" ")[1]), headers, content[:length]

    def _receive(self):
        part = self._socket.recv(1 << 16)
        if not part:
            raise ConnectionError("the Runtime API is gone")
        self._buffer += part


class CognitoIdentity:
    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None


class Client:
    def __init__(self, values):
        self.installation_id = values.get("installation_id")
        self.app_title = values.get("app_title")
        self.app_version_name = values.get("app_version_name")
        self.app_version_code = values.get("app_version_code")
        self.app_package_name = values.get("app_package_name")


class ClientContext:
    def __init__(self, values):
        self.client = Client(values.get("client") or {})
        self.custom = values.get("custom")
        self.env = values.get("env")


class LambdaContext:
    def __init__(self, headers):
        self._deadline = int(headers["lambda-runtime-deadline-ms"])
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = CognitoIdentity()
        client_context = headers.get("lambda-runtime-client-context")
        self.client_context = ClientContext(json.loads(client_context)) if client_context else None

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class LogHandler(logging.Handler):
    def emit(self, record):
        sys.stdout.write(self.format(record) + "\n")


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


class StartupError(Exception):
    def __init__(self, error_type, message, stack=()):
        Exception.__init__(self, message)
        self.error_type = error_type
        self.stack = list(stack)


def configure_logging():
    request_id = RequestIdFilter()
    handler = LogHandler()
    formatter = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(request_id)
    logging.getLogger().addHandler(handler)
    return request_id


def load_handler(name):
    module_name, _, function_name = name.rpartition(".")
    if not module_name or not function_name:
        raise StartupError("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise StartupError("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error), user_frames(error))
    except SyntaxError as error:
        raise StartupError("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error))
    except Exception as error:
        raise StartupError(type(error).__name__, str(error), user_frames(error))
    if not hasattr(module, function_name):
        raise StartupError("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))
    return getattr(module, function_name)


def user_frames(error):
    """The stack from the function's own code on: neither ours nor the import machinery."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f[0] != __file__ and "importlib" not in f[0]]
    return traceback.format_list(frames)


def describe(error_type, message, stack, request_id=None):
    error = {"errorMessage": message, "errorType": error_type}
    if request_id is not None:
        error["requestId"] = request_id
    error["stackTrace"] = stack
    return json.dumps(error, ensure_ascii=False).encode("utf-8", "surrogatepass")


def report(error_type, message, stack):
    sys.stdout.write("[ERROR] %s: %s\n" % (error_type, message))
    if stack:
        sys.stdout.write("Traceback (most recent call last):\n" + "".join(stack))
        if not stack[-1].endswith("\n"):
            sys.stdout.write("\n")


def flush():
    sys.stdout.flush()
    sys.stderr.flush()


def number(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def serve_one(api, handler, request_id_filter):
    headers, body = api.next()
    context = LambdaContext(headers)
    request_id = context.aws_request_id
    request_id_filter.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
    try:
        try:
            event = json.loads(body.decode("utf-8"))
        except ValueError as error:
            raise StartupError("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
        result = handler(event, context)
        try:
            answer = json.dumps(result, default=number, ensure_ascii=False).encode("utf-8", "surrogatepass")
        except (TypeError, ValueError) as error:
            raise StartupError("Runtime.MarshalError", "Unable to marshal response: %s" % error)
    except StartupError as error:
        failed(api, request_id, error.error_type, str(error), error.stack)
    except Exception as error:
        failed(api, request_id, type(error).__name__, str(error), user_frames(error))
    else:
        flush()
        api.answer(request_id, answer)


def failed(api, request_id, error_type, message, stack):
    report(error_type, message, stack)
    flush()
    api.fail(request_id, error_type, describe(error_type, message, stack, request_id))


def main():
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(line_buffering=True, encoding="utf-8", errors="backslashreplace")
        sys.stderr.reconfigure(line_buffering=True, encoding="utf-8", errors="backslashreplace")
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    request_id_filter = configure_logging()
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except StartupError as error:
        report(error.error_type, str(error), error.stack)
        flush()
        api.fail_init(error.error_type, describe(error.error_type, str(error), error.stack, ""))
        sys.exit(1)
    while True:
        serve_one(api, handler, request_id_filter)


if __name__ == "__main__":
    try:
        main()
    except ConnectionError:
        os._exit(1)
