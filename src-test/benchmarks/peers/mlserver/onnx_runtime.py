"""The smallest MLServer runtime for an ONNX file. Set PEER_MODEL to the file.

MLServer 1.7.1 reads no binary tensors over REST. Numbers as JSON would cost it a second per request, so this runtime takes
and gives what MLServer does fastest: the tensor's bytes in base64, as one element of type BYTES. The parameter tensor_shape
says how to read them.
"""

import base64
import os

import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.types import InferenceRequest, InferenceResponse, Parameters, ResponseOutput


class OnnxRuntime(MLModel):
    async def load(self) -> bool:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            os.environ["PEER_MODEL"], options, providers=["CPUExecutionProvider"]
        )
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        inputs = {one.name: self.tensor(one) for one in payload.inputs}
        names = [output.name for output in self.session.get_outputs()]
        values = self.session.run(names, inputs)
        return InferenceResponse(
            model_name=self.name,
            outputs=[self.output(name, value) for name, value in zip(names, values)],
        )

    @staticmethod
    def tensor(given) -> np.ndarray:
        content = base64.b64decode(given.data[0])
        return np.frombuffer(content, np.float32).reshape(given.parameters.tensor_shape)

    @staticmethod
    def output(name: str, value: np.ndarray) -> ResponseOutput:
        return ResponseOutput(
            name=name,
            shape=[1],
            datatype="BYTES",
            parameters=Parameters(tensor_shape=list(value.shape)),
            data=[base64.b64encode(value.tobytes()).decode("ascii")],
        )
