package io.sightline.detection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sightline.failure.Quotation;
import java.util.List;
import java.util.regex.Pattern;

/** Parses the text of a spec, YAML or JSON, into a mapping whose keys are given once. */
final class SpecText {
    private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'");

    private final YAMLMapper mapper = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final List<String> families;

    /** @param families names that a text may begin with */
    SpecText(List<String> families) {
        this.families = families;
    }

    /** @throws IllegalArgumentException with the key and the line, or with what to write */
    ObjectNode parse(String text) {
        JsonNode tree;
        try {
            tree = mapper.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        var found = tree.isMissingNode() || tree.isNull()
                ? "there is nothing in it"
                : "not a mapping of keys, but " + Quotation.of(tree.toString());
        throw new IllegalArgumentException(found + "; write at least family: with one of " + families
                + ", or take it away where the model says its family by itself");
    }

    private static String reason(JacksonException e) {
        var twice = TWICE.matcher(e.getOriginalMessage());
        return twice.lookingAt()
                ? "the key " + Quotation.of(twice.group(1)) + " is given a second time in line "
                        + e.getLocation().getLineNr() + "; keep one of the two"
                : "neither YAML nor JSON: " + e.getOriginalMessage();
    }
}
