package io.sightline.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sightline.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An answer in JSON, or a part of one. MLflow leaves out what is empty, lists too; what is there must be of the kind
 * that is asked for.
 *
 * @param node the part
 * @param misfit what it is that something does not fit, by words that go on after "the answer"
 */
record MlflowAnswer(JsonNode node, Function<String, PermanentFailure> misfit) {
    /** A part that must be there. */
    MlflowAnswer part(String name) {
        if (!node.path(name).isObject()) {
            throw misfit.apply("has no object " + name);
        }
        return new MlflowAnswer(node.path(name), misfit);
    }

    /** A text that must be there and not be empty. */
    String text(String name) {
        return find(name).orElseThrow(() -> misfit.apply("has no text " + name));
    }

    /** A text that may be left out, or be empty, which says the same. */
    Optional<String> find(String name) {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw misfit.apply("has a " + name + " that is no text");
        }
        return Optional.of(value.textValue()).filter(text -> !text.isEmpty());
    }

    /** A size in bytes, which is left out when it is 0. */
    long size(String name) {
        var value = node.path(name);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.longValue() < 0) {
            throw misfit.apply("has no size " + name);
        }
        return value.longValue();
    }

    boolean isTrue(String name) {
        return node.path(name).asBoolean(false);
    }

    /** The parts of a list, none when it is left out. */
    List<MlflowAnswer> list(String name) {
        var parts = new ArrayList<MlflowAnswer>();
        array(name).forEach(part -> parts.add(new MlflowAnswer(part, misfit)));
        return parts;
    }

    /** The texts of a list, none when it is left out. */
    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var text : array(name)) {
            if (!text.isTextual()) {
                throw misfit.apply("has in " + name + " what is no text");
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    /** A list of pairs as a map; a value that is left out is an empty text. */
    Map<String, String> pairs(String name, String key, String value) {
        var pairs = new LinkedHashMap<String, String>();
        list(name).forEach(pair -> pairs.put(pair.text(key), pair.find(value).orElse("")));
        return pairs;
    }

    private JsonNode array(String name) {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return MissingNode.getInstance();
        }
        if (!value.isArray()) {
            throw misfit.apply("has a " + name + " that is no list");
        }
        return value;
    }
}
