package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Kamelet, as far as those who use it see it.
 *
 * @param type source, action or sink; empty when it does not say
 * @param parameters by name
 * @param required names of those that need a value
 * @param opensHttp whether it listens for HTTP
 * @param template the route that it becomes
 */
record Kamelet(
        String name,
        String type,
        Map<String, KameletParameter> parameters,
        List<String> required,
        boolean opensHttp,
        Entries template) {
    static final String TYPE = "camel.apache.org/kamelet.type";

    static Kamelet of(Entries document) {
        var definition = document.under("spec").under("definition");
        var parameters = new TreeMap<String, KameletParameter>();
        for (var entry : definition.under("properties").entries()) {
            if (entry.value() instanceof Entries declaration) {
                parameters.put(entry.name(), new KameletParameter(entry.name(), declaration));
            }
        }
        var metadata = document.under("metadata");
        return new Kamelet(
                metadata.text("name").map(Text::value).orElse(""),
                metadata.under("labels").text(TYPE).map(Text::value).orElse(""),
                parameters,
                definition.items("required").stream()
                        .filter(Text.class::isInstance)
                        .map(name -> ((Text) name).value())
                        .toList(),
                scheme(document).filter(HttpGuard.SCHEMES::contains).isPresent(),
                document.under("spec").under("template"));
    }

    /** The consumer group that it reads Kafka with, as its template has it; empty when it does not, or has none. */
    Optional<String> group() {
        var from = from(template);
        return from.text("uri")
                .map(uri -> Endpoint.of(uri, from.entry("parameters").orElse(null), Endpoint.Role.CONSUMER, ""))
                .filter(endpoint -> endpoint.uri().scheme().equals("kafka"))
                .map(endpoint -> endpoint.option("groupId"));
    }

    /** The component that its template begins with. */
    private static Optional<String> scheme(Entries document) {
        return from(document.under("spec").under("template"))
                .text("uri")
                .map(uri -> EndpointUri.of(uri.value()).scheme());
    }

    private static Entries from(Entries template) {
        return template.entry("from").isPresent()
                ? template.under("from")
                : template.under("route").under("from");
    }
}
