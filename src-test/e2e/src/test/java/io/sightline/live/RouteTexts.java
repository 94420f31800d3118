package io.sightline.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Routes of integrators as they write them, and what is sent to them. */
final class RouteTexts {
    private RouteTexts() {}

    static String greeter(String text) {
        return "- route: {id: greeter, note: 'sightline.public: true', from: {uri: 'direct:greeter', steps: [{setBody:"
                + " {constant: '" + text + "'}}]}}\n";
    }

    static String http(String id, String path, String method) {
        return "- route: {id: " + id + ", note: 'sightline.public: true', from: {uri: 'platform-http:" + path
                + "?httpMethodRestrict=" + method + "', steps: [{setBody: {constant: " + id + "}}]}}\n";
    }

    /** Calls the greeter. */
    static String restGreeting() {
        return "- rest: {path: /rest-greeting, note: 'sightline.public: true', get: [{path: /it, to:"
                + " 'direct:greeter'}]}\n";
    }

    static String saying() {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: says}
                spec:
                  source:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source}
                    properties: {message: said by a Pipe, period: 200}
                  sink:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink}
                """;
    }

    static String wrong(String sink) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: wrong}
                spec: {source: {uri: 'timer:wrong?period=200'}, sink: {uri: '%s'}}
                """.formatted(sink);
    }

    static String posted(String topic) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: posted, annotations: {sightline.public: 'true'}}
                spec:
                  source: {uri: 'platform-http:/posted?httpMethodRestrict=POST'}
                  sink:
                    ref: {kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1, name: %s}
                    properties: {valueSerializer: org.apache.kafka.common.serialization.ByteArraySerializer}
                """.formatted(topic);
    }

    static void writeTicking(Path folder, String id, String text) throws IOException {
        Files.writeString(
                folder.resolve(id + ".camel.yaml"),
                "- route: {id: " + id + ", from: {uri: 'timer:" + id + "?period=200', steps: [{log: '" + text
                        + "'}]}}\n");
    }

    static void writeTickingInJava(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("Ticking.java"), """
                import org.apache.camel.builder.RouteBuilder;

                public class Ticking extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("timer:java?period=200").routeId("java-ticking").log("%s");
                    }
                }
                """.formatted(text));
    }

    /** What text is not. */
    static byte[] everyByte() {
        var bytes = new byte[256];
        for (int value = 0; value < bytes.length; value++) {
            bytes[value] = (byte) value;
        }
        return bytes;
    }
}
