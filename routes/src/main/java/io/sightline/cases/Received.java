package io.sightline.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.InputStream;
import java.io.Reader;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was when it came.
 *
 * @param name of the endpoint or bean that got it
 * @param body bytes, JSON for what were lists and keys, or the object that it was
 * @param text the body as text; null when there was none
 */
record Received(
        String name, @Nullable Object body, @Nullable String text, Map<String, Object> headers) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .findAndAddModules()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Of the exchange's message; a body that can be read once is replaced by its bytes. */
    static Received of(String name, Exchange exchange) {
        var message = exchange.getMessage();
        var body = message.getBody();
        if (body instanceof InputStream || body instanceof Reader || body instanceof StreamCache) {
            body = message.getBody(byte[].class);
            message.setBody(body);
        }
        var headers = new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER);
        message.getHeaders().forEach((key, value) -> {
            if (value != null) {
                headers.put(key, value);
            }
        });
        if (body instanceof Map || body instanceof Collection) {
            // The route may go on changing it.
            try {
                var tree = JSON.<JsonNode>valueToTree(body);
                return new Received(name, tree, tree.toString(), headers);
            } catch (IllegalArgumentException e) {
                return new Received(name, body, String.valueOf(body), headers);
            }
        }
        return new Received(name, body, body == null ? null : text(exchange, body), headers);
    }

    private static String text(Exchange exchange, Object body) {
        var text = exchange.getContext().getTypeConverter().tryConvertTo(String.class, exchange, body);
        return text == null ? String.valueOf(body) : text;
    }

    /** As JSON; null when it is none. */
    @Nullable JsonNode json() {
        if (body instanceof JsonNode tree) {
            return tree;
        }
        try {
            if (body == null || body instanceof CharSequence || body instanceof byte[]) {
                var tree = text == null ? NullNode.getInstance() : JSON.readTree(text);
                return tree == null || tree.isMissingNode() ? null : tree;
            }
            return JSON.valueToTree(body);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        }
    }
}
