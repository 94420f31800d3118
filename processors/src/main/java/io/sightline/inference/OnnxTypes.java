package io.sightline.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.sightline.detection.TensorSignature;
import io.sightline.detection.TensorType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** ONNX Runtime's names of element types and those of Sightline. */
final class OnnxTypes {
    private OnnxTypes() {}

    /**
     * What a model says of its inputs or outputs.
     *
     * @throws IllegalArgumentException when one of them is no tensor of numbers
     */
    static List<TensorSignature> signatures(Collection<NodeInfo> nodes) {
        return nodes.stream().map(OnnxTypes::signature).toList();
    }

    private static TensorSignature signature(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor && tensor.type != OnnxJavaType.STRING) {
            return new TensorSignature(
                    node.getName(),
                    typeOf(tensor),
                    Arrays.stream(tensor.getShape()).boxed().toList());
        }
        throw new IllegalArgumentException(
                "its " + node.getName() + " is " + node.getInfo() + "; a detector takes and gives tensors of numbers");
    }

    private static TensorType typeOf(TensorInfo tensor) {
        return switch (tensor.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> TensorType.BOOL;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> TensorType.UINT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> TensorType.UINT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> TensorType.UINT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> TensorType.UINT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> TensorType.INT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> TensorType.INT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> TensorType.INT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> TensorType.INT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> TensorType.FP16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> TensorType.BF16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> TensorType.FP32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> TensorType.FP64;
            default ->
                throw new IllegalArgumentException("an element type of " + tensor.onnxType + " is not supported");
        };
    }

    /**
     * The type by which ONNX Runtime's Java binding makes tensors.
     *
     * @throws IllegalArgumentException when the binding cannot make such a tensor
     */
    static OnnxJavaType javaType(TensorType type) {
        return switch (type) {
            case BOOL -> OnnxJavaType.BOOL;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case FP16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
            case UINT16, UINT32, UINT64, BYTES ->
                throw new IllegalArgumentException("inputs of type " + type + " are not supported");
        };
    }
}
