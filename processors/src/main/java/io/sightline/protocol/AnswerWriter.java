package io.sightline.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.TensorType;
import io.sightline.failure.FailureCode;
import io.sightline.failure.NearestName;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.ModelVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/** Writes what a run gave: JSON, and behind it the outputs that go as bytes. */
public final class AnswerWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private AnswerWriter() {}

    /**
     * Writes the outputs that the request asks for, in its order; all of them in the model's when it names none.
     *
     * @throws PermanentFailure INVALID_PARAMETER for an output that there is not; NOT_ACCEPTABLE for NaN or infinity
     *     where the request asks for JSON, since the same request for bytes is answered
     */
    public static ProtocolBody write(InferRequest request, ModelVersion model, List<OutputTensor> outputs) {
        var wanted = request.outputs().isEmpty()
                ? outputs
                : request.outputs().stream()
                        .map(requested -> named(requested.name(), outputs))
                        .toList();
        var binary = wanted.stream()
                .filter(output -> request.isBinary(output.name()))
                .toList();
        var json = json(request, model, wanted);
        if (binary.isEmpty()) {
            return new ProtocolBody(json.toByteArray(), OptionalInt.empty());
        }
        var length =
                binary.stream().mapToInt(output -> output.bytes().remaining()).sum();
        var body = ByteBuffer.allocate(json.size() + length).put(json.toByteArray());
        binary.forEach(output -> body.put(output.bytes().duplicate()));
        return new ProtocolBody(body.array(), OptionalInt.of(json.size()));
    }

    /** Refuses outputs that there are not, before anything is computed for them. */
    static void requireKnown(InferRequest request, List<String> names) {
        for (var output : request.outputs()) {
            if (!names.contains(output.name())) {
                throw unknown(output.name(), names);
            }
        }
    }

    private static OutputTensor named(String name, List<OutputTensor> outputs) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        unknown(name, outputs.stream().map(OutputTensor::name).toList()));
    }

    private static RuntimeException unknown(String name, List<String> names) {
        return Refusal.of("There is no output " + Refusal.quote(name) + ", there are " + names
                + NearestName.hint(name, names) + ".");
    }

    private static ByteArrayOutputStream json(InferRequest request, ModelVersion model, List<OutputTensor> outputs) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model_name", model.name());
            json.writeStringField("model_version", model.version());
            if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
            }
            json.writeArrayFieldStart("outputs");
            for (var output : outputs) {
                write(json, output, request.isBinary(output.name()));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return bytes;
    }

    private static void write(JsonGenerator json, OutputTensor output, boolean binary) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", output.name());
        json.writeStringField("datatype", output.type().name());
        json.writeArrayFieldStart("shape");
        for (long length : output.shape()) {
            json.writeNumber(length);
        }
        json.writeEndArray();
        if (binary) {
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", output.bytes().remaining());
            json.writeEndObject();
        } else {
            json.writeArrayFieldStart("data");
            writeElements(json, output);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeElements(JsonGenerator json, OutputTensor output) throws IOException {
        if (output.type() == TensorType.BYTES) {
            writeTexts(json, output.bytes().duplicate().order(output.bytes().order()));
            return;
        }
        var elements = output.elements();
        for (var i = 0; i < elements; i++) {
            switch (output.type()) {
                case BOOL -> json.writeBoolean(output.bytes().get(i) != 0);
                case FP32, FP16, BF16 -> json.writeNumber((float) finite(output, i));
                case FP64 -> json.writeNumber(finite(output, i));
                case INT64 -> json.writeNumber(output.bytes().getLong(Long.BYTES * i));
                case UINT64 ->
                    json.writeNumber(Long.toUnsignedString(output.bytes().getLong(Long.BYTES * i)));
                default -> json.writeNumber((long) output.number(i));
            }
        }
    }

    private static double finite(OutputTensor output, int index) {
        var number = output.number(index);
        if (!Double.isFinite(number)) {
            throw new PermanentFailure(
                    FailureCode.NOT_ACCEPTABLE,
                    "Element " + index + " of output " + output.name() + " is " + number
                            + ", which JSON cannot hold; ask for it as bytes, by the parameter binary_data of the output"
                            + " or binary_data_output of the request, and look at the inputs and the model.");
        }
        return number;
    }

    private static void writeTexts(JsonGenerator json, ByteBuffer texts) throws IOException {
        while (texts.hasRemaining()) {
            var text = new byte[texts.getInt()];
            texts.get(text);
            json.writeUTF8String(text, 0, text.length);
        }
    }
}
