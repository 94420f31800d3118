package io.sightline.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Takes traces as a collector does, by OTLP over HTTP, and keeps them. */
final class OtlpCollector implements AutoCloseable {
    private final List<Reported> spans = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    OtlpCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** A span as it came. */
    record Reported(String trace, String id, String parent, String name, boolean failed, Map<String, String> about) {}

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Reported> spans(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** All that came, as it was before it was compressed. */
    List<byte[]> bodies() {
        return bodies;
    }

    /**
     * A trace as a text: a line for each kind of span, those within another indented below it, and behind those that
     * have failed why. What is no part of anything that came, nor of {@code producer}, stands behind a question mark.
     *
     * @param producer id of the span outside that the trace began with
     */
    String tree(String trace, String producer, UnaryOperator<String> names) {
        var known = spans(trace);
        var lost = known.stream()
                .filter(span -> !span.parent().equals(producer)
                        && known.stream().noneMatch(other -> other.id().equals(span.parent())))
                .map(span -> "? " + span.name());
        return Stream.concat(lines(known, producer, "", names).lines(), lost).collect(Collectors.joining("\n"));
    }

    private static String lines(List<Reported> all, String parent, String indent, UnaryOperator<String> names) {
        return all.stream()
                .filter(span -> span.parent().equals(parent))
                .map(span -> indent + names.apply(span.name())
                        + (span.failed() ? " ! " + span.about().get("error.type") : "") + "\n"
                        + lines(all, span.id(), indent + "  ", names))
                .sorted()
                .distinct()
                .collect(Collectors.joining());
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body;
        try (var stream = new GZIPInputStream(exchange.getRequestBody())) {
            body = stream.readAllBytes();
        }
        bodies.add(body);
        ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .map(OtlpCollector::reported)
                .forEach(spans::add);
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Reported reported(Span span) {
        var hex = HexFormat.of();
        return new Reported(
                hex.formatHex(span.getTraceId().toByteArray()),
                hex.formatHex(span.getSpanId().toByteArray()),
                hex.formatHex(span.getParentSpanId().toByteArray()),
                span.getName(),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                span.getAttributesList().stream().collect(Collectors.toMap(KeyValue::getKey, OtlpCollector::value)));
    }

    private static String value(KeyValue attribute) {
        var value = attribute.getValue();
        return value.hasIntValue() ? String.valueOf(value.getIntValue()) : value.getStringValue();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
