package io.sightline.protocol;

import io.sightline.detection.TensorType;
import io.sightline.inference.RequestTensor;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One input while its JSON is being read, whose members come in any order. */
final class InputDraft {
    private final int number;
    private @Nullable String name;
    private @Nullable String datatype;
    private @Nullable TensorShape shape;
    private @Nullable ByteBuffer data;
    private RequestParameters parameters;
    private boolean hasParameters;
    private boolean hasData;

    /** @param number of the input in the request, from 0 */
    InputDraft(int number) {
        this.number = number;
        this.parameters = RequestParameters.none(label());
    }

    void name(String value) {
        RequestParser.requireFirst(name == null, "name", label());
        name = value;
    }

    void datatype(String value) {
        RequestParser.requireFirst(datatype == null, "datatype", label());
        datatype = value;
    }

    void shape(TensorShape value) {
        RequestParser.requireFirst(shape == null, "shape", label());
        shape = value;
    }

    void parameters(RequestParameters value) {
        RequestParser.requireFirst(!hasParameters, "parameters", label());
        hasParameters = true;
        parameters = value;
    }

    /** Notes that the member data is there, before it can be read. */
    void beginData() {
        RequestParser.requireFirst(!hasData, "data", label());
        hasData = true;
    }

    void data(ByteBuffer value) {
        data = value;
    }

    /** The input as messages name it. */
    String label() {
        return name == null ? "input number " + number : "input " + Refusal.quote(name);
    }

    /** Whether the data can be read: only then is it known what it must be. */
    boolean isDescribed() {
        return datatype != null && shape != null;
    }

    String name() {
        return present(name, "name");
    }

    TensorShape shape() {
        return present(shape, "shape");
    }

    TensorType type() {
        var text = present(datatype, "datatype");
        return TensorType.named(text)
                .orElseThrow(() -> Refusal.of("The datatype " + Refusal.quote(text) + " of " + label()
                        + " is not known; the protocol has BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32,"
                        + " INT64, FP16, FP32, FP64, BF16 and BYTES."));
    }

    /** Takes its data out of the bytes behind the JSON, if that is where it is. */
    void take(BinaryTail tail) {
        var size = parameters.whole("binary_data_size");
        if (size.isPresent() && data != null) {
            throw Refusal.of("The " + label() + " has both data and the parameter binary_data_size; send one of them.");
        }
        if (size.isPresent()) {
            data = tail.next(label(), type(), shape(), size.getAsLong());
        }
    }

    /** The input, complete. */
    RequestTensor tensor() {
        var bytes = Optional.ofNullable(data)
                .orElseThrow(() -> Refusal.of("The " + label()
                        + " has no data: neither the member data nor the parameter binary_data_size."));
        return new RequestTensor(name(), type(), shape().lengths(), bytes);
    }

    private <T> T present(@Nullable T member, String memberName) {
        if (member == null) {
            throw Refusal.of("The " + label() + " has no " + memberName + ".");
        }
        return member;
    }
}
