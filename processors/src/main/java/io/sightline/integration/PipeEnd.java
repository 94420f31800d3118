package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An end or a step of a Pipe as an endpoint of Camel.
 *
 * @param parameters options beside the URI, in the form for one
 * @param properties values that are not for a URI, by the name of the property that Camel asks for them
 * @param isBatch whether it gives batches of a topic, whose records are to be dealt with one after the other
 */
record PipeEnd(String uri, Map<String, String> parameters, Map<String, String> properties, boolean isBatch) {
    private static final String KAMELET = "kamelet:";

    /** Sources of the catalogue: what fails behind them, they give once more. */
    static final Set<String> READ_AGAIN =
            Set.of("claims-source", "detections-source", "model-events-source", "s3-frames-source");

    /** Of the route that a Kamelet becomes as the source or the sink of a Pipe, unless it is given another id. */
    static String id(String pipe, String end) {
        return pipe + "-" + end;
    }

    /** The same for a step, counted from 0. */
    static String stepId(String pipe, int index) {
        return pipe + "-step-" + (index + 1);
    }

    /** The same for what the error handler sends to. */
    static String deadLetterId(String pipe) {
        return pipe + "-dead-letter";
    }

    /**
     * Reads one.
     *
     * @param id of the route that a Kamelet becomes here; by default Camel counts them, so that each start has others
     * @param pipe its name; consumers of a topic are a group named after it unless another is given
     */
    static PipeEnd of(Entries end, String id, String pipe, boolean consumer) {
        var uri = uri(end);
        var given = end.under("properties");
        var defaults = consumer ? TopicSource.defaults(uri, given, pipe) : Map.<String, String>of();
        return of(
                uri.startsWith(KAMELET) ? identified(uri, id) : uri,
                id,
                given,
                defaults,
                consumer && TopicSource.isReadRecordByRecord(uri, given));
    }

    /** The endpoint without the options beside it. */
    static String uri(Entries end) {
        var reference = end.under("ref");
        var name = reference.text("name").map(Text::value).orElse("");
        boolean topic = reference
                .text("kind")
                .filter(kind -> kind.value().equals("KafkaTopic"))
                .isPresent();
        return end.text("uri").map(Text::value).orElse((topic ? "kafka:" : KAMELET) + name);
    }

    private static String identified(String uri, String id) {
        int query = uri.indexOf('?');
        var before = query < 0 ? uri : uri.substring(0, query);
        return before.indexOf('/') >= 0 ? uri : before + "/" + id + uri.substring(before.length());
    }

    private static PipeEnd of(String uri, String id, Entries given, Map<String, String> defaults, boolean isBatch) {
        var parameters = new LinkedHashMap<>(defaults);
        var properties = new LinkedHashMap<String, String>();
        for (var entry : given.entries()) {
            if (entry.value() instanceof Text value) {
                var carried = CarriedValue.of(value.value());
                if (uri.startsWith(KAMELET) && (carried.isEmpty() || isSetLater(value.value()))) {
                    properties.put(property(uri, entry.name()), value.value());
                } else if (isSetLater(value.value())) {
                    var name = "pipe." + id + "." + entry.name();
                    properties.put(name, value.value());
                    parameters.put(entry.name(), "{{carried:" + name + "}}");
                } else {
                    parameters.put(entry.name(), carried.orElse(value.value()));
                }
            }
        }
        return new PipeEnd(uri, parameters, properties, isBatch);
    }

    /**
     * What a placeholder stands for may be anything, and often is a secret: of a Kamelet it is to come into no URI, and
     * of a component in a form that neither ends the value nor changes it. One that may be missing stays where it is,
     * since only there Camel leaves the parameter out.
     */
    private static boolean isSetLater(String value) {
        return Placeholders.isIn(value) && !value.startsWith("{{?");
    }

    /** Under which a Kamelet with an id looks for a parameter that its URI does not give. */
    private static String property(String uri, String parameter) {
        var path = uri.substring(KAMELET.length()).replaceFirst("[?].*", "");
        return "camel.kamelet." + path.replace('/', '.') + "." + parameter;
    }

    /**
     * The same for where a URI is one text: there a Kamelet gets what would have to be wrapped as a property too, since
     * Camel does not hand over all of it (seen on 4.17.0 with {@code %25} in a dead letter's URI).
     */
    PipeEnd inOneText() {
        if (!uri.startsWith(KAMELET)) {
            return this;
        }
        var plain = new LinkedHashMap<String, String>();
        var given = new LinkedHashMap<>(properties);
        parameters.forEach((name, value) -> {
            if (CarriedValue.isWrapped(value)) {
                given.put(property(uri, name), CarriedValue.unwrapped(value));
            } else {
                plain.put(name, value);
            }
        });
        return new PipeEnd(uri, plain, given, isBatch);
    }

    /** Whether, as a source, it gives once more what failed. */
    boolean isReadAgain() {
        return isBatch || (uri.startsWith(KAMELET) && READ_AGAIN.contains(kamelet()));
    }

    /** Its name. */
    private String kamelet() {
        return uri.substring(KAMELET.length()).replaceFirst("[/?].*", "");
    }

    /** All in one text. */
    String wholeUri() {
        return parameters.isEmpty()
                ? uri
                : parameters.entrySet().stream()
                        .map(option -> option.getKey() + "=" + CarriedValue.inUri(option.getValue()))
                        .collect(Collectors.joining("&", uri + (uri.indexOf('?') < 0 ? "?" : "&"), ""));
    }

    void write(RouteText text, int depth) {
        // Camel takes options beside a URI only where it has none itself.
        boolean isWhole = uri.indexOf('?') >= 0;
        text.text(depth, "uri", isWhole ? wholeUri() : uri);
        remark(text, depth);
        if (!parameters.isEmpty() && !isWhole) {
            text.open(depth, "parameters");
            parameters.forEach((name, value) -> text.value(depth + 1, name, value));
        }
    }

    /** Shows what is given besides the text. */
    void remark(RouteText text, int depth) {
        properties.forEach((name, value) -> text.remark(depth, name, value));
    }
}
