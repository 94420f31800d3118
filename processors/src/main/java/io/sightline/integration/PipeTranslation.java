package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One Pipe on its way to a route. */
final class PipeTranslation {
    /** The schema of routes has them as texts, since they may have a unit. */
    private static final Set<String> DURATIONS = Set.of("redeliveryDelay", "maximumRedeliveryDelay");

    /** Name of the bean that takes batches apart. */
    private static final String RECORD_BY_RECORD = "recordByRecord";

    /** Name of the bean that knows outages. */
    private static final String FAILURES = "pipeFailures";

    private static final int ROUTE = 2;
    private static final int STEPS = 4;

    private final String origin;
    private final Entries annotations;
    private final Entries spec;
    private final String name;
    private final RouteText text = new RouteText();
    private final Map<String, String> properties = new LinkedHashMap<>();

    PipeTranslation(SourceFile file, Entries document) {
        this.origin = origin(file, document);
        this.annotations = document.under("metadata").under("annotations");
        this.spec = document.under("spec");
        this.name = document.under("metadata").text("name").map(Text::value).orElse("");
    }

    /** A name of a file must not say anything in the note by which routes are open to everybody. */
    private static String origin(SourceFile file, Entries document) {
        return file.baseName().replaceAll("[^\\w.-]", "_") + ":"
                + document.place().line();
    }

    PipeRoute route() {
        var source = end(required("source"), PipeEnd.id(name, "source"), true);
        var handlers = spec.under("errorHandler").entries();
        if (source.isReadAgain()) {
            handlers.stream()
                    .filter(handler -> !handler.name().equals("none"))
                    .forEach(handler -> outages(handler.value()));
        }
        text.item(0, "route");
        text.text(ROUTE, "id", name);
        text.text(ROUTE, "description", description());
        text.text(ROUTE, "note", "Pipe of " + origin + (isPublic() ? "; sightline.public: true" : ""));
        handlers.forEach(handler -> errorHandler(handler.name(), handler.value(), source.isReadAgain()));
        text.open(ROUTE, "from");
        source.write(text, ROUTE + 1);
        text.open(ROUTE + 1, "steps");
        steps(source.isBatch() ? recordByRecord() : STEPS);
        return new PipeRoute(name, text.toString(), properties);
    }

    /** Around all steps: what is done is committed, and nothing behind the first that fails. */
    private int recordByRecord() {
        text.item(STEPS, "process");
        text.text(STEPS + 2, "ref", RECORD_BY_RECORD);
        text.item(STEPS, "split");
        text.text(STEPS + 2, "simple", "${body}");
        text.value(STEPS + 2, "streaming", "true");
        text.text(STEPS + 2, "aggregationStrategy", "#" + RECORD_BY_RECORD);
        text.open(STEPS + 2, "steps");
        return STEPS + 3;
    }

    /** A policy stands before all steps and around them, since nothing that comes before it is guarded. */
    private void steps(int outer) {
        var policy = annotations.text("sightline.policy").map(Text::value);
        policy.ifPresent(guard -> {
            text.item(outer, "policy");
            text.text(outer + 2, "ref", guard);
            text.open(outer + 2, "steps");
        });
        int depth = policy.isPresent() ? outer + 3 : outer;
        var steps = spec.items("steps");
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index) instanceof Entries step) {
                to(end(step, PipeEnd.stepId(name, index), false), depth);
            }
        }
        to(end(required("sink"), PipeEnd.id(name, "sink"), false), depth);
    }

    private void to(PipeEnd end, int depth) {
        text.item(depth, "to");
        end.write(text, depth + 2);
    }

    /** What time cures waits where it is read again: the endpoint of the error handler gets what never will. */
    private void outages(YamlNode settings) {
        text.item(0, "onException");
        text.open(ROUTE, "exception");
        text.element(ROUTE + 1, "java.lang.Exception");
        text.open(ROUTE, "onWhen");
        text.open(ROUTE + 1, "method");
        text.text(ROUTE + 2, "ref", FAILURES);
        text.text(ROUTE + 2, "method", "waits");
        text.open(ROUTE, "handled");
        text.text(ROUTE + 1, "constant", "false");
        text.open(ROUTE, "redeliveryPolicy");
        redelivery(given(settings).under("parameters"), ROUTE + 1);
        if (given(settings).under("parameters").entry("logExhausted").isEmpty()) {
            // The step says it, once and in a line.
            text.value(ROUTE + 1, "logExhausted", "false");
        }
        text.open(ROUTE, "steps");
        // Without a step Camel would send it to the endpoint all the same.
        text.item(ROUTE + 1, "process");
        text.text(ROUTE + 3, "ref", FAILURES);
    }

    private static Entries given(YamlNode settings) {
        return settings instanceof Entries entries ? entries : new Entries(settings.place(), List.of());
    }

    /** @param isReadAgain whether the source gives what failed once more: for ever, unless something takes it */
    private void errorHandler(String kind, YamlNode settings, boolean isReadAgain) {
        var given = given(settings);
        text.open(ROUTE, "errorHandler");
        int depth = ROUTE + 1;
        switch (kind) {
            case "none" -> text.nothing(depth, "noErrorHandler");
            case "sink" -> {
                text.open(depth, "deadLetterChannel");
                var endpoint = PipeEnd.of(given.under("endpoint"), PipeEnd.deadLetterId(name), name, false)
                        .inOneText();
                properties.putAll(endpoint.properties());
                text.text(depth + 1, "deadLetterUri", endpoint.wholeUri());
                endpoint.remark(text, depth + 1);
                // By default what the endpoint refuses is lost without a word.
                text.value(depth + 1, "deadLetterHandleNewException", "false");
                policy(given.under("parameters"), depth + 1);
            }
            default -> {
                if (isReadAgain) {
                    text.open(depth, "deadLetterChannel");
                    text.text(depth + 1, "deadLetterUri", "bean:" + FAILURES + "?method=passOver");
                    policy(given.under("parameters"), depth + 1);
                } else if (given.under("parameters").entries().isEmpty()) {
                    text.nothing(depth, "defaultErrorHandler");
                } else {
                    text.open(depth, "defaultErrorHandler");
                    policy(given.under("parameters"), depth + 1);
                }
            }
        }
    }

    private void policy(Entries parameters, int depth) {
        if (!parameters.entries().isEmpty()) {
            text.open(depth, "redeliveryPolicy");
            redelivery(parameters, depth + 1);
        }
    }

    private void redelivery(Entries parameters, int depth) {
        for (var parameter : parameters.entries()) {
            if (parameter.value() instanceof Text value) {
                if (DURATIONS.contains(parameter.name())) {
                    text.text(depth, parameter.name(), value.value());
                } else {
                    text.value(depth, parameter.name(), value.value());
                }
            }
        }
    }

    private PipeEnd end(Entries given, String id, boolean consumer) {
        var end = PipeEnd.of(given, id, name, consumer);
        properties.putAll(end.properties());
        return end;
    }

    private Entries required(String end) {
        return Optional.of(spec.under(end))
                .filter(found -> !found.entries().isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "the Pipe '" + name + "' of " + origin + " has no " + end + "; validate it first"));
    }

    private boolean isPublic() {
        return annotations
                .text("sightline.public")
                .filter(text -> text.value().equals("true"))
                .isPresent();
    }

    /** From what over what to what, by the names of the Kamelets and the components. */
    private String description() {
        var parts = new ArrayList<Entries>();
        parts.add(required("source"));
        spec.items("steps").stream()
                .filter(Entries.class::isInstance)
                .map(Entries.class::cast)
                .forEach(parts::add);
        parts.add(required("sink"));
        return "Pipe " + name + ": "
                + parts.stream().map(PipeTranslation::label).collect(Collectors.joining(", then ")) + ".";
    }

    private static String label(Entries end) {
        return end.under("ref")
                .text("name")
                .map(Text::value)
                .or(() -> end.text("uri").map(uri -> EndpointUri.of(uri.value()).scheme()))
                .orElse("");
    }
}
