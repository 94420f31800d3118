package io.sightline.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the runtime and its libraries say of their properties. */
final class Metadata {
    private static final String FILE = "META-INF/spring-configuration-metadata.json";

    private Metadata() {}

    /** Each with {@code name} and {@code type}. */
    static List<JsonNode> properties() throws IOException {
        var all = new ArrayList<JsonNode>();
        for (var file : Collections.list(Metadata.class.getClassLoader().getResources(FILE))) {
            new ObjectMapper().readTree(file).path("properties").forEach(all::add);
        }
        return all;
    }
}
