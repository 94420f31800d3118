package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** No route of the runtime, an integrator's own among them, goes on after an error as if nothing had happened. */
@ExtendWith(TestStack.class)
@Timeout(120)
class ErrorsIT {
    @Test
    void errorOfAStepFailsTheExchange(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("errors");
        settings.put("sightline.stages", "ingest");
        try (var runtime = LocalRuntime.run(settings)) {
            var camel = runtime.getBean(CamelContext.class);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:errors-it")
                            .errorHandler(noErrorHandler())
                            .process(exchange -> {
                                throw new OutOfMemoryError("Java heap space");
                            })
                            .setBody(constant("gone on"));
                }
            });
            // When
            try (var template = camel.createProducerTemplate()) {
                var answer = template.send("direct:errors-it", exchange -> {});
                // Then
                assertThat(answer.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
                assertThat(answer.getMessage().getBody()).isNull();
            }
        }
    }
}
