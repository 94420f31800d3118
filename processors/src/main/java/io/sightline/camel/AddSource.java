package io.sightline.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;

/** Steps of enrich-action: adds to a record what is known of its source. */
public final class AddSource {
    private static final List<String> TEXTS = List.of("id", "name", "site", "model_name");
    private static final List<String> REGION = List.of("region_x", "region_y", "region_w", "region_h");

    private final JsonMapper json = new JsonMapper();

    /**
     * Body in: a record as JSON. Sets {@link Keys#SOURCE_ID}, and keeps the record in the property
     * {@code SightlineJson}.
     *
     * @throws io.sightline.failure.PermanentFailure UNDECODABLE_RECORD when it has no {@code sourceId}
     */
    public void ask(Exchange exchange) {
        var record = ContractJson.object(exchange.getMessage());
        if (!record.path("sourceId").isTextual()) {
            throw ContractJson.undecodable("the record has no text 'sourceId'", null);
        }
        exchange.setProperty(Keys.SOURCE_ID, record.path("sourceId").textValue());
        exchange.setProperty(Keys.JSON, record);
    }

    /**
     * Body in: the rows of table {@code source} with that id, one or none. Body out: the record with {@code source}:
     * id, name, site, model, region and attributes; of an unknown source the id alone.
     */
    @SuppressWarnings("unchecked")
    public void add(Exchange exchange) throws JsonProcessingException {
        var rows = (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
        var record = ((ObjectNode) exchange.getProperty(Keys.JSON, JsonNode.class)).deepCopy();
        var source = record.putObject("source");
        if (rows.isEmpty()) {
            source.put("id", exchange.getProperty(Keys.SOURCE_ID, String.class));
        } else {
            fill(source, rows.get(0));
        }
        ContractJson.set(exchange.getMessage(), record.toString());
    }

    private void fill(ObjectNode source, Map<String, Object> row) throws JsonProcessingException {
        for (var column : TEXTS) {
            var value = row.get(column);
            source.put(column.equals("model_name") ? "model" : column, value == null ? null : value.toString());
        }
        if (row.get("region_x") != null) {
            var region = source.putObject("region");
            for (var column : REGION) {
                region.put(
                        switch (column.charAt("region_".length())) {
                            case 'w' -> "width";
                            case 'h' -> "height";
                            default -> column.substring("region_".length());
                        },
                        ((Number) Objects.requireNonNull(row.get(column), column)).floatValue());
            }
        }
        source.set("attributes", json.readTree(String.valueOf(row.get("attributes"))));
    }
}
