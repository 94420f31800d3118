package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.sightline.camel.ContractStrategy;
import io.sightline.camel.TraceSteps;
import io.sightline.failure.FailureClassifier;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Traces, where a collector is named. Nobody waits for it, at start-up or later. */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingConfiguration.IsWanted.class)
class TracingConfiguration {
    /** Some megabytes, and about a minute of a process that detects; a sink that catches up fills them in a second. */
    private static final int WAITING_SPANS = 4096;

    /** Whether a collector is named. */
    static final class IsWanted implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("sightline.tracing.endpoint"));
        }
    }

    @Bean(destroyMethod = "close")
    OtlpTracer tracer(TracingProperties tracing, ClientTls tls, MeterRegistry meters, RuntimeVersion version) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(tracing.url())
                .setTimeout(tracing.timeout())
                .setConnectTimeout(tracing.timeout())
                .setCompression("gzip")
                // What waits for another try keeps newer spans waiting.
                .setRetryPolicy(null);
        tls.of(
                        "sightline.tracing.ssl-bundle",
                        tracing.sslBundle(),
                        "sightline.tracing.endpoint",
                        String.valueOf(tracing.endpoint()))
                .ifPresent(bundle -> exporter.setSslContext(bundle, bundle.trustManager()));
        var queue = new SpanQueue(exporter.build(), WAITING_SPANS, tracing.timeout(), meters);
        return new OtlpTracer(queue, tracing.ratio(), version.text());
    }

    @Bean
    TraceSteps traceSteps(OtlpTracer tracer, FailureClassifier classifier) {
        return new TraceSteps(tracer, classifier);
    }

    /** In front of all others: what they note of a call is noted under its trace. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnStage(Stage.API)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tracedCalls(
            OtlpTracer tracer, ContractStrategy contract) {
        return factory -> factory.addEngineValves(new TraceValve(tracer, contract));
    }
}
