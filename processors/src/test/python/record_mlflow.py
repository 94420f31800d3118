"""Records what a real MLflow answers, for the tests of its client.

Usage: record_mlflow.py OUTPUT

Needs mlflow-skinny==3.17.2 with the packages of mlflow.requirements.txt of the development servers, and
onnx==1.23.2 and onnxruntime==1.32.0 for what its Python client logs. Starts two servers on this machine, one of
them with logins, and ends them. Each file holds one answer: the request, status, Content-Type and body.
"""

import base64
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SECRET = "hook-secret-of-the-recording"
API = "/api/2.0/mlflow/"
ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts"
ADMIN = "admin:recording-only"
READER = "reader:recording-only"


class Server:
    def __init__(self, folder, *arguments, **environment):
        self.folder = Path(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        port = self.url.rsplit(":", 1)[1]
        settings = {
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "DO_NOT_TRACK": "true",
            "GIT_PYTHON_REFRESH": "quiet",
            "MLFLOW_WEBHOOK_ALLOWED_SCHEMES": "http,https",
            "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS": "true",
            "MLFLOW_WEBHOOK_CACHE_TTL": "1",
            "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY": base64.urlsafe_b64encode(bytes(32)).decode(),
        }
        command = [str(Path(sys.executable).parent / "mlflow"), "server", "--host", "127.0.0.1", "--port", port]
        command += ["--workers", "1", "--backend-store-uri", f"sqlite:///{folder}/mlflow.db"]
        command += ["--serve-artifacts", "--artifacts-destination", f"{folder}/artifacts", *arguments]
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            command, env=os.environ | settings | environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        for attempt in range(240):
            try:
                urllib.request.urlopen(self.url + "/health", timeout=5)
                return
            except OSError:
                time.sleep(0.5)
        self.end()
        sys.exit((self.folder / "log").read_text())

    def ask(self, method, path, body=None, login=None, host=None):
        """Status, Content-Type and body, be it a refusal or not."""
        request = urllib.request.Request(self.url + path, method=method)
        if body is not None:
            request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
            request.add_header("Content-Type", "application/json" if not isinstance(body, bytes) else "text/plain")
        if login:
            request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
        if host:
            request.add_header("Host", host)
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            return answer.status, answer.headers.get("Content-Type", ""), answer.read().decode()

    def done(self, method, path, body=None, login=None):
        status, _, text = self.ask(method, path, body, login)
        if status != 200:
            sys.exit(f"{method} {path}: {status} {text}")
        return json.loads(text) if text else {}

    def end(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
        self.log.close()


class Recording:
    def __init__(self, server, output):
        self.server = server
        self.output = Path(output)

    def write(self, name, content):
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        for private in (str(self.server.folder), self.server.url, str(Path.home()) + "/"):
            if private in text:
                sys.exit(f"{name} names something of this machine: {private}")
        (self.output / f"{name}.json").write_text(text)

    def take(self, name, method, path, body=None, login=None, host=None):
        status, kind, text = self.server.ask(method, path, body, login, host)
        print(f"{name}: {status} {kind}")
        request = f"{method} {path}"
        self.write(name, {"request": request, "status": status, "contentType": kind, "body": text})
        return json.loads(text) if kind == "application/json" else text


def query(**parameters):
    return "?" + urllib.parse.urlencode(parameters)


def registered(server, name, folder):
    """A version whose artifact is what the folder holds."""
    experiment = server.done("POST", API + "experiments/create", {"name": f"{name}-{time.time_ns()}"})["experiment_id"]
    run = server.done("POST", API + "runs/create", {"experiment_id": experiment, "start_time": 1})["run"]["info"]
    root = run["artifact_uri"] + "/model"
    for file in sorted(Path(folder).rglob("*")):
        if file.is_file():
            place = root.removeprefix("mlflow-artifacts:/") + "/" + file.relative_to(folder).as_posix()
            server.done("PUT", f"{ARTIFACTS}/{urllib.parse.quote(place)}", file.read_bytes())
    request = {"name": name, "source": root, "run_id": run["run_id"]}
    return server.done("POST", API + "model-versions/create", request)["model_version"]


def answers(server, output):
    take = Recording(server, output).take
    with tempfile.TemporaryDirectory() as folder:
        files = {"MLmodel": "flavors:\n  onnx:\n    data: model.onnx\n", "model.onnx": "graph"}
        files |= {"extra/ä b.data": "weights", "extra/empty": ""}
        for path, text in files.items():
            place = Path(folder, path)
            place.parent.mkdir(exist_ok=True)
            place.write_text(text)
        server.done("POST", API + "registered-models/create", {"name": "parcels"})
        take("model-without-lists", "GET", API + "registered-models/get" + query(name="parcels"))
        registered(server, "parcels", folder)
        server.done("POST", API + "registered-models/alias", {"name": "parcels", "alias": "champion", "version": "1"})
        serve = {"name": "parcels", "key": "sightline.serve", "value": "true"}
        server.done("POST", API + "registered-models/set-tag", serve)
        take("model", "GET", API + "registered-models/get" + query(name="parcels"))
        take("model-missing", "GET", API + "registered-models/get" + query(name="nothing"))
        tag = {"name": "parcels", "version": "1", "key": "validation_status", "value": "approved"}
        take("tag-set", "POST", API + "model-versions/set-tag", tag)
        take("version", "GET", API + "model-versions/get" + query(name="parcels", version="1"))
        take("version-missing", "GET", API + "model-versions/get" + query(name="parcels", version="9"))
        take("tag-of-version-missing", "POST", API + "model-versions/set-tag", tag | {"version": "9"})
        take("tag-too-long", "POST", API + "model-versions/set-tag", tag | {"value": "x" * 200_000})
        take("tag-deleted", "DELETE", API + "model-versions/delete-tag", tag)
        uri = take("download-uri", "GET", API + "model-versions/get-download-uri" + query(name="parcels", version="1"))
        root = uri["artifact_uri"].removeprefix("mlflow-artifacts:/")
        take("listing", "GET", ARTIFACTS + query(path=root))
        take("listing-of-folder", "GET", ARTIFACTS + query(path=root + "/extra"))
        take("listing-missing", "GET", ARTIFACTS + query(path=root + "/nothing"))
        take("file", "GET", f"{ARTIFACTS}/{root}/MLmodel")
        take("file-missing", "GET", f"{ARTIFACTS}/{root}/nothing")
        by_version = "/model-versions/get-artifact"
        take("file-by-version", "GET", by_version + query(name="parcels", version="1", path="MLmodel"))
        take("file-by-version-missing", "GET", by_version + query(name="parcels", version="1", path="nothing"))
        for name in ("bottles", "wheels"):
            server.done("POST", API + "registered-models/create", {"name": name})
            server.done("POST", API + "registered-models/set-tag", serve | {"name": name})
        tags = [{"key": "mlflow.prompt.is_prompt", "value": "true"}, {"key": "sightline.serve", "value": "true"}]
        server.done("POST", API + "registered-models/create", {"name": "greeting", "tags": tags})
        take("prompt", "GET", API + "registered-models/get" + query(name="greeting"))
        served = {"filter": "tags.`sightline.serve` = 'true'", "max_results": "2"}
        page = take("search-page-1", "GET", API + "registered-models/search" + query(**served))
        token = page["next_page_token"]
        take("search-page-2", "GET", API + "registered-models/search" + query(**served, page_token=token))
        take("path-missing", "GET", "/nothing" + API + "registered-models/get" + query(name="parcels"))
        other = "mlflow.example.org"
        take("host-refused", "GET", API + "registered-models/get" + query(name="parcels"), host=other)


def refusals(server, output):
    take = Recording(server, output).take
    server.done("POST", API + "registered-models/create", {"name": "parcels"}, ADMIN)
    login = dict(zip(("username", "password"), READER.split(":")))
    server.done("POST", API + "users/create", login, ADMIN)
    take("unauthenticated", "GET", API + "registered-models/get" + query(name="parcels"))
    tag = {"name": "parcels", "key": "any", "value": "thing"}
    take("forbidden", "POST", API + "registered-models/set-tag", tag, READER)
    take("unauthenticated-file", "GET", f"{ARTIFACTS}/1/file")


def deliveries(server, output):
    """What the server sends when an alias is set and deleted."""
    arrived = threading.Semaphore(0)
    received = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            received.append({"secret": SECRET, "headers": headers, "body": body})
            self.send_response(200)
            self.end_headers()
            arrived.release()

        def log_message(self, *arguments):
            pass

    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    events = [{"entity": "MODEL_VERSION_ALIAS", "action": action} for action in ("CREATED", "DELETED")]
    url = f"http://127.0.0.1:{listener.server_port}/"
    hook = {"name": "recording", "url": url, "secret": SECRET, "events": events}
    server.done("POST", API + "webhooks", hook)
    time.sleep(2)  # as long as the server knows its webhooks by heart
    alias = {"name": "parcels", "alias": "champion", "version": "1"}
    for name, method, request in (
        ("delivery-of-alias-created", "POST", alias),
        ("delivery-of-alias-deleted", "DELETE", {"name": "parcels", "alias": "champion"}),
    ):
        server.done(method, API + "registered-models/alias", request)
        if not arrived.acquire(timeout=60):
            sys.exit(f"{name} did not arrive")
        delivery = received.pop()
        # The listener's own address and the client's name say nothing about the delivery.
        delivery["headers"] = {k: v for k, v in delivery["headers"].items() if k.startswith("x-mlflow-")}
        print(f"{name}: {delivery['headers']}")
        Recording(server, output).write(name, delivery)
    listener.shutdown()


def logged(server, output):
    """The MLmodel of what mlflow.onnx logs, with its weights in a file beside the graph and without."""
    import mlflow
    import numpy as np
    import onnx
    from mlflow.models import ModelSignature
    from mlflow.types.schema import Schema, TensorSpec
    from onnx import TensorProto, helper, numpy_helper

    weights = numpy_helper.from_array(np.zeros((16, 3, 3, 3), np.float32), "weights")
    picture = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", 3, 32, 32])
    map_of = helper.make_tensor_value_info("map", TensorProto.FLOAT, ["batch", 16, 30, 30])
    node = helper.make_node("Conv", ["images", "weights"], ["map"])
    graph = helper.make_graph([node], "small", [picture], [map_of], [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    mlflow.set_tracking_uri(server.url)
    mlflow.set_experiment("logged")

    def tensor(name, shape):
        return Schema([TensorSpec(np.dtype("float32"), shape, name)])

    exact = ModelSignature(tensor("images", (-1, 3, 32, 32)), tensor("map", (-1, 16, 30, 30)))
    # What this MLflow makes of four dimensions by itself says nothing about them.
    vague = mlflow.models.infer_signature(np.zeros((1, 3, 32, 32), np.float32))
    # The one with external data comes last: it takes the weights out of the model that it is given.
    for name, external, signature in (("MLmodel-one-file", False, vague), ("MLmodel-external-data", True, exact)):
        with mlflow.start_run():
            info = mlflow.onnx.log_model(
                model, name="model", registered_model_name=name, save_as_external_data=external, signature=signature
            )
        with tempfile.TemporaryDirectory() as folder:
            place = Path(mlflow.artifacts.download_artifacts(info.model_uri, dst_path=folder))
            print(name, sorted((file.name, file.stat().st_size) for file in place.iterdir()))
            text = (place / "MLmodel").read_text()
        Path(output, name).write_text(text)
    take = Recording(server, output).take
    take("version-of-logged-model", "GET", API + "model-versions/get" + query(name="MLmodel-external-data", version="1"))
    uri = API + "model-versions/get-download-uri" + query(name="MLmodel-external-data", version="1")
    take("download-uri-of-logged-model", "GET", uri)


def main():
    output = Path(sys.argv[1])
    output.mkdir(parents=True, exist_ok=True)
    folders = [tempfile.mkdtemp() for _ in range(2)]
    plain = Server(folders[0])
    try:
        answers(plain, output)
        deliveries(plain, output)
        logged(plain, output)
    finally:
        plain.end()
    settings = Path(folders[1], "auth.ini")
    settings.write_text(
        f"[mlflow]\ndefault_permission = READ\ndatabase_uri = sqlite:///{folders[1]}/auth.db\n"
        f"admin_username = admin\nadmin_password = {ADMIN.split(':')[1]}\n"
        "authorization_function = mlflow.server.auth:authenticate_request_basic_auth\n"
    )
    guarded = Server(
        folders[1],
        "--app-name",
        "basic-auth",
        MLFLOW_AUTH_CONFIG_PATH=str(settings),
        MLFLOW_FLASK_SERVER_SECRET_KEY="recording-only",
    )
    try:
        refusals(guarded, output)
    finally:
        guarded.end()
    for folder in folders:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
