package io.sightline.mutation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request in its parts, each of which can be broken by itself. */
final class Draft {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    final Map<String, String> headers = new LinkedHashMap<>();
    final String method;
    String target;
    String json;
    byte[] content;
    /** What the length of the body is said to be beyond what it is. */
    int lengthLie;

    private Draft(String method, String target, String json, byte[] content) {
        this.method = method;
        this.target = target;
        this.json = json;
        this.content = content;
    }

    /** @param target path and query */
    static Draft of(String method, String target, byte[] content) {
        return new Draft(method, target, "", content);
    }

    /** A request whose body begins with JSON, as the Open Inference Protocol's binary tensors have it. */
    static Draft ofTensors(String target, String json, byte[] content) {
        var draft = new Draft("POST", target, json, content);
        if (content.length > 0) {
            draft.headers.put(JSON_LENGTH, Integer.toString(json.getBytes(StandardCharsets.UTF_8).length));
        }
        return draft;
    }

    Draft header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Another draft of the same request. */
    Draft copy() {
        var copy = new Draft(method, target, json, content.clone());
        copy.headers.putAll(headers);
        return copy;
    }

    /** The same JSON length as the JSON has now, when there is such a header. */
    void stateJsonLength() {
        if (headers.containsKey(JSON_LENGTH)) {
            headers.put(JSON_LENGTH, Integer.toString(json.getBytes(StandardCharsets.UTF_8).length));
        }
    }

    byte[] bytes() {
        var start = json.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!method.equals("GET")) {
            head.append("Content-Length: ")
                    .append(Math.max(0, start.length + content.length + lengthLie))
                    .append("\r\n");
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(start);
        all.writeBytes(content);
        return all.toByteArray();
    }
}
