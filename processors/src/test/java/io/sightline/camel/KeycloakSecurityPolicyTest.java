package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.Caller;
import io.sightline.security.SourceRule;
import java.util.List;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeycloakSecurityPolicyTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final KeycloakSecurityPolicy policy = new KeycloakSecurityPolicy(meters);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final DefaultExchange exchange = new DefaultExchange(context);

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void refusesAnExchangeWithoutAToken() {
        configure();

        assertThatThrownBy(() -> policy.authorize(exchange, List.of("detections:read"), true))
                .isInstanceOf(PermanentFailure.class)
                .satisfies(failure ->
                        assertThat(((PermanentFailure) failure).code()).isEqualTo(FailureCode.UNAUTHENTICATED));
        assertThat(meters.counter("sightline.security.decisions", "outcome", "UNAUTHENTICATED")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void takesTheTokenOffTheMessageEvenWhenItIsRefused() {
        configure();
        exchange.getMessage().setHeader("Authorization", "Basic c2VjcmV0");

        assertThatThrownBy(() -> policy.authorize(exchange, List.of("detections:read"), true))
                .hasMessageNotContaining("c2VjcmV0");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void verifiesTheCallerOncePerExchange() {
        configure();
        CurrentCaller.set(exchange, new Caller("s", "c", Set.of("detections:read"), Set.of(), SourceRule.NONE));

        policy.authorize(exchange, List.of("detections:read"), true);

        assertThatThrownBy(() -> policy.authorize(exchange, List.of("images:read"), true))
                .hasMessageContaining("images:read");
        assertThat(meters.counter("sightline.security.decisions", "outcome", "PERMITTED")
                        .count())
                .isEqualTo(1);
        assertThat(meters.counter("sightline.security.decisions", "outcome", "FORBIDDEN")
                        .count())
                .isEqualTo(1);
    }

    /** CVE-2026-53913. */
    @Test
    void refusesToGuardARouteWhenItRequiresNothing() {
        configure();

        assertThatThrownBy(this::startGuardedRoute).rootCause().hasMessageContaining("requires nothing");
    }

    @Test
    void refusesToGuardARouteWithoutAServer() {
        policy.setRequiredPermissions("detections:read");

        assertThatThrownBy(this::startGuardedRoute).rootCause().hasMessageContaining("serverUrl");
    }

    @Test
    void guardsARouteByThePolicyEip() throws Exception {
        configure();
        policy.setRequiredPermissions("detections:read, images:read");
        startGuardedRoute();
        var template = context.createProducerTemplate();

        var refused = template.send("direct:guarded", sent -> {});
        var passed = template.send(
                "direct:guarded",
                sent -> CurrentCaller.set(
                        sent,
                        new Caller("s", "c", Set.of("detections:read", "images:read"), Set.of(), SourceRule.NONE)));

        assertThat(refused.getException()).isInstanceOf(PermanentFailure.class);
        assertThat(refused.getMessage().getBody()).isNull();
        assertThat(passed.getMessage().getBody()).isEqualTo("secret");
    }

    @Test
    void neverHandlesAPassword() {
        assertThatThrownBy(() -> policy.setUsername("u")).hasMessageContaining("username");
        assertThatThrownBy(() -> policy.setPassword("p")).hasMessageContaining("password");
        assertThatThrownBy(() -> policy.setUseResourceOwnerPasswordCredentials(true))
                .hasMessageContaining("useResourceOwnerPasswordCredentials");
        policy.setUseResourceOwnerPasswordCredentials(false);
    }

    private void configure() {
        policy.setServerUrl("http://127.0.0.1:1");
        policy.setRealm("sightline");
        policy.setClientId("sightline");
    }

    private void startGuardedRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:guarded")
                        .errorHandler(noErrorHandler())
                        .policy(policy)
                        .process(sent -> sent.getMessage().setBody("secret"));
            }
        });
        context.start();
    }
}
