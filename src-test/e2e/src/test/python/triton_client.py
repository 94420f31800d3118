"""Drives a running server with NVIDIA's own client, unmodified.

usage: TOKEN=<access token> triton_client.py <host:port> <model> <alias> <picture>
"""

import os
import sys
import urllib.request

import numpy as np
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput
from tritonclient.utils import InferenceServerException

ADDRESS, MODEL, ALIAS, PICTURE = sys.argv[1:5]
TOKEN = {"Authorization": "Bearer " + os.environ["TOKEN"]}
CLIENT = InferenceServerClient(ADDRESS, concurrency=4)
CODINGS = ("gzip", "deflate")


def headers(**more):
    """The client writes into the headers that it is given."""
    return {**TOKEN, **more}


def tensor(binary, shape=(1, 3, 64, 96)):
    values = np.random.default_rng(7).standard_normal(shape).astype(np.float32)
    tensor_input = InferInput("x", list(shape), "FP32")
    tensor_input.set_data_from_numpy(values, binary_data=binary)
    return tensor_input


def picture():
    with open(PICTURE, "rb") as file:
        content = file.read()
    picture_input = InferInput("x", [1], "BYTES")
    picture_input.set_data_from_numpy(np.array([content], dtype=np.object_))
    return picture_input, content


def output_name():
    return CLIENT.get_model_metadata(MODEL, headers=headers())["outputs"][0]["name"]


def refused(status, part, call):
    try:
        call()
    except InferenceServerException as error:
        assert error.status() == status, error
        assert part in error.message(), error
        return
    raise AssertionError("was not refused with " + part)


def is_live_and_ready_without_a_token():
    assert CLIENT.is_server_live()
    assert CLIENT.is_server_ready()


def knows_whether_a_model_is_ready():
    assert CLIENT.is_model_ready(MODEL, headers=headers())
    assert CLIENT.is_model_ready(MODEL, "1", headers=headers())
    assert CLIENT.is_model_ready(MODEL, ALIAS, headers=headers())
    assert not CLIENT.is_model_ready(MODEL, "7", headers=headers())
    assert not CLIENT.is_model_ready("other", headers=headers())


def reads_metadata_and_index():
    server = CLIENT.get_server_metadata(headers=headers())
    assert server["name"] == "sightline" and "binary_tensor_data" in server["extensions"], server
    for version in ("", "1", ALIAS):
        model = CLIENT.get_model_metadata(MODEL, version, headers=headers())
        assert model["name"] == MODEL and model["versions"] == ["1"], model
        assert model["inputs"] == [{"name": "x", "datatype": "FP32", "shape": [-1, 3, -1, -1]}], model
    index = CLIENT.get_model_repository_index(headers=headers())
    assert {"name": MODEL, "version": "1", "state": "READY", "reason": ""} in index, index


def infers_the_same_in_json_and_in_bytes():
    name = output_name()
    in_json = CLIENT.infer(
        MODEL,
        [tensor(False)],
        outputs=[InferRequestedOutput(name, binary_data=False)],
        request_id="seven",
        headers=headers(),
    )
    in_bytes = CLIENT.infer(MODEL, [tensor(True)], ALIAS, headers=headers())
    assert in_json.get_response()["id"] == "seven"
    assert "data" in in_json.get_output(name) and "data" not in in_bytes.get_output(name)
    assert in_bytes.get_response()["model_version"] == "1"
    assert in_bytes.as_numpy(name).shape == (1, 1, 64, 96)
    np.testing.assert_array_equal(in_json.as_numpy(name), in_bytes.as_numpy(name))


def infers_compressed():
    name = output_name()
    expected = CLIENT.infer(MODEL, [tensor(True)], headers=headers()).as_numpy(name)
    for request in (None, *CODINGS):
        for response in (None, *CODINGS):
            answer = CLIENT.infer(
                MODEL,
                [tensor(request != "deflate")],
                headers=headers(),
                request_compression_algorithm=request,
                response_compression_algorithm=response,
            )
            np.testing.assert_array_equal(answer.as_numpy(name), expected)


def infers_many_at_once():
    name = output_name()
    waiting = [CLIENT.async_infer(MODEL, [tensor(True)], headers=headers()) for _ in range(8)]
    answers = [one.get_result().as_numpy(name) for one in waiting]
    for answer in answers:
        np.testing.assert_array_equal(answer, answers[0])


def detects_on_an_encoded_picture():
    picture_input, content = picture()
    answer = CLIENT.infer(MODEL, [picture_input], headers=headers())
    boxes, scores, labels = (answer.as_numpy(name) for name in ("boxes", "scores", "labels"))
    count = len(scores)
    assert count > 0 and boxes.shape == (count, 4) and boxes.dtype == np.float32
    assert ((boxes >= 0) & (boxes <= 1)).all() and (np.diff(scores) <= 0).all()
    assert labels.tolist() == [b"text"] * count, labels
    assert answer.as_numpy("class_ids").tolist() == [0] * count

    best = CLIENT.infer(
        MODEL,
        [picture_input],
        outputs=[InferRequestedOutput("scores", binary_data=False)],
        parameters={"max_detections": 1, "unknown": "ignored"},
        headers=headers(),
    )
    assert best.as_numpy("scores").tolist() == [scores[0]] and best.as_numpy("boxes") is None

    bare = urllib.request.Request(
        f"http://{ADDRESS}/v2/models/{MODEL}/infer",
        data=content,
        headers=headers(**{"Inference-Header-Content-Length": "0"}),
    )
    with urllib.request.urlopen(bare) as response:
        parsed = InferenceServerClient.parse_response_body(response.read())
    np.testing.assert_array_equal(parsed.as_numpy("boxes"), boxes)


def names_what_is_wrong():
    refused("401", "no access token", lambda: CLIENT.get_server_metadata())
    refused("404", "other", lambda: CLIENT.infer("other", [tensor(True)], headers=headers()))
    refused("404", "version 7", lambda: CLIENT.infer(MODEL, [tensor(True)], "7", headers=headers()))
    refused("400", "[1, 4, 8, 8]", lambda: CLIENT.infer(MODEL, [tensor(True, (1, 4, 8, 8))], headers=headers()))
    twice = [tensor(True), tensor(True)]
    refused("400", "input x is given more than once", lambda: CLIENT.infer(MODEL, twice, headers=headers()))
    refused("400", "has no data", lambda: CLIENT.infer(MODEL, [InferInput("x", [1], "FP32")], headers=headers()))
    wrong = InferInput("x", [1, 3], "INT64")
    wrong.set_data_from_numpy(np.zeros((1, 3), dtype=np.int64))
    refused("400", "INT64", lambda: CLIENT.infer(MODEL, [wrong], headers=headers()))
    output = InferRequestedOutput("nothing")
    refused("400", "nothing", lambda: CLIENT.infer(MODEL, [tensor(True)], outputs=[output], headers=headers()))
    ranked = InferRequestedOutput(output_name(), class_count=3)
    refused("400", "classification", lambda: CLIENT.infer(MODEL, [tensor(True)], outputs=[ranked], headers=headers()))
    shared = InferInput("x", [1], "FP32")
    shared.set_shared_memory("region", 4)
    refused("400", "shared_memory", lambda: CLIENT.infer(MODEL, [shared], headers=headers()))
    refused(
        "400", "sequence_id", lambda: CLIENT.infer(MODEL, [tensor(True)], sequence_id=5, headers=headers())
    )


CHECKS = [
    is_live_and_ready_without_a_token,
    knows_whether_a_model_is_ready,
    reads_metadata_and_index,
    infers_the_same_in_json_and_in_bytes,
    infers_compressed,
    infers_many_at_once,
    detects_on_an_encoded_picture,
    names_what_is_wrong,
]
for check in CHECKS:
    check()
    print("ok:", check.__name__.replace("_", " "))
