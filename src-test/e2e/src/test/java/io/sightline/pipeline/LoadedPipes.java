package io.sightline.pipeline;

import io.sightline.integration.PipeTranslator;
import io.sightline.integration.Severity;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Pipes in a runtime, put there as whoever loads files does: judged, translated, properties first, then the text. */
final class LoadedPipes {
    private static final Validator VALIDATOR = new Validator(Surroundings.of(LoadedPipes.class.getClassLoader()));

    private final CamelContext camel;

    LoadedPipes(CamelContext camel) {
        this.camel = camel;
    }

    void load(String pipe) throws Exception {
        var file = new SourceFile("test.pipe.yaml", pipe.getBytes(StandardCharsets.UTF_8));
        var errors = VALIDATOR.validate(List.of(file)).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors.toString());
        }
        for (var route : PipeTranslator.translate(file)) {
            route.properties().forEach(camel.getPropertiesComponent()::addInitialProperty);
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(route.name() + ".camel.yaml", route.text()));
        }
    }

    /** What a Pipe of a test can name as its sink: {@code direct:<name>}. */
    void sink(String name, Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name)
                        .routeId(name)
                        .errorHandler(noErrorHandler())
                        .process(processor);
            }
        });
    }

    /** Ends a Pipe as gracefully as Camel does, and forgets it. */
    void remove(String pipe) throws Exception {
        camel.getRouteController().stopRoute(pipe);
        camel.removeRoute(pipe);
    }
}
