package io.sightline.live;

/** Routes of integrators, as they write them. */
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

    static String ticking(String id, String text) {
        return "- route: {id: " + id + ", from: {uri: 'timer:" + id + "?period=200', steps: [{log: '" + text
                + "'}]}}\n";
    }

    static String tickingInJava(String text) {
        return """
                import org.apache.camel.builder.RouteBuilder;

                public class Ticking extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("timer:java?period=200").routeId("java-ticking").log("%s");
                    }
                }
                """.formatted(text);
    }
}
