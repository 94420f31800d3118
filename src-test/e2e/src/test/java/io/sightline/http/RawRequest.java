package io.sightline.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request under construction, in the order in which it is written. */
public final class RawRequest {
    private final String method;
    private final String target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = new byte[0];

    private RawRequest(String method, String target) {
        this.method = method;
        this.target = target;
    }

    /** @param target path and query as they go over the wire */
    public static RawRequest of(String method, String target) {
        return new RawRequest(method, target).header("Host", "localhost");
    }

    /** Adds a header, or gives one that is there another value. */
    public RawRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public RawRequest token(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** The body and its length, which a header of the same name set later may belie. */
    public RawRequest body(byte[] content) {
        body = Arrays.copyOf(content, content.length);
        return header("Content-Length", Integer.toString(content.length));
    }

    /** What goes over the wire. */
    public byte[] bytes() {
        var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var all = new ByteArrayOutputStream(head.length() + 2 + body.length);
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
