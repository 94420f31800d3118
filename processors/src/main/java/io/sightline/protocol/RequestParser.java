package io.sightline.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON of a request as a stream, so that it takes little more memory than its tensors. A member that may be
 * left out may be null instead: clients write their unset fields so.
 */
final class RequestParser {
    /** Names that a client makes up are not to be kept. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private static final int MOST_ENTRIES = 256;

    private static final Set<String> MEMBERS = Set.of("id", "parameters", "inputs", "outputs");

    private final byte[] body;
    private final int length;
    private final Set<String> members = new HashSet<>();
    /** Bytes that the tensors to come may take. */
    private long room;

    private final List<InputDraft> inputs = new ArrayList<>();
    private final List<RequestedOutput> outputs = new ArrayList<>();
    private Optional<String> id = Optional.empty();
    private RequestParameters parameters = RequestParameters.none("the request");

    /**
     * @param length of the JSON at the start of the body
     * @param limit most bytes that the tensors may take together
     */
    RequestParser(byte[] body, int length, long limit) {
        this.body = body;
        this.length = length;
        this.room = limit;
    }

    List<InputDraft> inputs() {
        return inputs;
    }

    List<RequestedOutput> outputs() {
        return outputs;
    }

    Optional<String> id() {
        return id;
    }

    RequestParameters parameters() {
        return parameters;
    }

    /** Reads all of it. */
    void parse() throws IOException {
        try (var parser = JSON.createParser(body, 0, length)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, parser, "The request", "an object");
            if (parser.currentTokenLocation().getByteOffset() < 0) {
                throw Refusal.of("The JSON of the request is not UTF-8.");
            }
            for (var count = 0; parser.nextToken() != JsonToken.END_OBJECT; count++) {
                requireFew(count, "members of the request");
                member(parser, parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw Refusal.of("The JSON of the request goes on behind its end, at byte "
                        + parser.currentTokenLocation().getByteOffset() + " of " + length + ".");
            }
        }
        if (inputs.isEmpty()) {
            throw Refusal.of("The request has no inputs.");
        }
        requireDistinct(inputs.stream().map(InputDraft::name).toList(), "input");
        requireDistinct(outputs.stream().map(RequestedOutput::name).toList(), "output");
    }

    private void member(JsonParser parser, String name) throws IOException {
        parser.nextToken();
        requireFirst(!MEMBERS.contains(name) || members.add(name), name, "the request");
        if (isNull(parser) && !name.equals("inputs")) {
            return;
        }
        switch (name) {
            case "id" -> id = Optional.of(text(parser, "The id of the request"));
            case "parameters" -> parameters = parameters(parser, "the request");
            case "inputs" -> {
                require(parser.currentToken() == JsonToken.START_ARRAY, parser, "The member inputs", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    requireFew(inputs.size(), "inputs");
                    input(parser);
                }
            }
            case "outputs" -> {
                require(parser.currentToken() == JsonToken.START_ARRAY, parser, "The member outputs", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    requireFew(outputs.size(), "outputs");
                    output(parser);
                }
            }
            default -> parser.skipChildren();
        }
    }

    private void input(JsonParser parser) throws IOException {
        var draft = new InputDraft(inputs.size());
        var dataAt = -1L;
        require(parser.currentToken() == JsonToken.START_OBJECT, parser, "The " + draft.label(), "an object");
        for (var count = 0; parser.nextToken() != JsonToken.END_OBJECT; count++) {
            requireFew(count, "members of " + draft.label());
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "name" -> draft.name(text(parser, "The name of " + draft.label()));
                case "datatype" -> draft.datatype(text(parser, "The datatype of " + draft.label()));
                case "shape" -> draft.shape(TensorShape.of(draft.label(), shape(parser, draft.label())));
                case "parameters" -> draft.parameters(parameters(parser, draft.label()));
                case "data" -> {
                    draft.beginData();
                    if (isNull(parser)) {
                        continue;
                    }
                    if (draft.isDescribed()) {
                        read(parser, draft);
                    } else {
                        dataAt = parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
        }
        draft.name();
        if (dataAt >= 0) {
            readLater(draft, (int) dataAt);
        }
        inputs.add(draft);
    }

    /** Looks at data a second time that came before what says how to read it. */
    private void readLater(InputDraft draft, int dataAt) throws IOException {
        try (var again = JSON.createParser(body, dataAt, length - dataAt)) {
            again.nextToken();
            read(again, draft);
        }
    }

    private void read(JsonParser parser, InputDraft draft) throws IOException {
        var data = JsonData.read(parser, draft.label(), draft.type(), draft.shape(), length, room);
        room -= data.remaining();
        draft.data(data);
    }

    private void output(JsonParser parser) throws IOException {
        var label = "output number " + outputs.size();
        Optional<String> name = Optional.empty();
        var none = RequestParameters.none(label);
        var own = none;
        require(parser.currentToken() == JsonToken.START_OBJECT, parser, "The " + label, "an object");
        for (var count = 0; parser.nextToken() != JsonToken.END_OBJECT; count++) {
            requireFew(count, "members of " + label);
            var member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "name" -> {
                    requireFirst(name.isEmpty(), member, label);
                    name = Optional.of(text(parser, "The name of " + label));
                }
                case "parameters" -> {
                    requireFirst(own == none, member, label);
                    own = parameters(parser, label);
                }
                default -> parser.skipChildren();
            }
        }
        outputs.add(new RequestedOutput(
                name.orElseThrow(() -> Refusal.of("The " + label + " has no name.")), own.flag("binary_data")));
    }

    private static List<Long> shape(JsonParser parser, String input) throws IOException {
        var what = "The shape of " + input;
        require(parser.currentToken() == JsonToken.START_ARRAY, parser, what, "an array of whole numbers");
        var lengths = new ArrayList<Long>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireFew(lengths.size(), "dimensions in the shape of " + input);
            require(
                    parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
                    parser,
                    "A dimension of the shape of " + input,
                    "a whole number of 64 bits");
            lengths.add(parser.getLongValue());
        }
        return lengths;
    }

    private static RequestParameters parameters(JsonParser parser, String owner) throws IOException {
        var what = "The parameters of " + owner;
        if (isNull(parser)) {
            return RequestParameters.none(owner);
        }
        require(parser.currentToken() == JsonToken.START_OBJECT, parser, what, "an object");
        Map<String, Object> values = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            requireFew(values.size(), "parameters of " + owner);
            var name = parser.currentName();
            var token = parser.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                continue;
            }
            require(
                    token.isScalarValue(),
                    parser,
                    "The parameter " + Refusal.quote(name) + " of " + owner,
                    "a text, a number, true or false");
            if (values.put(name, value(parser, token)) != null) {
                throw Refusal.of("The parameter " + Refusal.quote(name) + " of " + owner + " is given more than once.");
            }
        }
        return new RequestParameters(owner, values);
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    private static boolean isNull(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    private static String text(JsonParser parser, String what) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_STRING, parser, what, "a text");
        return parser.getText();
    }

    private static void require(boolean condition, JsonParser parser, String what, String rule) throws IOException {
        if (!condition) {
            throw Refusal.of(what + " must be " + rule + ", was " + JsonData.value(parser) + ".");
        }
    }

    private static void requireFew(int count, String what) {
        if (count == MOST_ENTRIES) {
            throw Refusal.of("There are more than " + MOST_ENTRIES + " " + what + ".");
        }
    }

    /** Unknown members may come twice: to remember their names would cost more memory than the request has. */
    static void requireFirst(boolean isFirst, String member, String owner) {
        if (!isFirst) {
            throw Refusal.of("The member " + member + " of " + owner + " is given more than once.");
        }
    }

    private static void requireDistinct(List<String> names, String kind) {
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!seen.add(name)) {
                throw Refusal.of("The " + kind + " " + Refusal.quote(name) + " is given more than once.");
            }
        }
    }
}
