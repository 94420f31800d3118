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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        policy.recognise(exchange, caller("detections:read"));

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

    /** What guards is what was checked when the route was built, and what callers were verified with. */
    @Test
    void staysAsItIsOnceItGuards() throws Exception {
        configure();
        policy.setRequiredPermissions("detections:read");
        startGuardedRoute();

        assertThatThrownBy(() -> policy.setRequiredPermissions("")).hasMessageContaining("in use");
        assertThatThrownBy(() -> policy.setRealm("other")).hasMessageContaining("in use");
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
                "direct:guarded", sent -> policy.recognise(sent, caller("detections:read", "images:read")));

        assertThat(refused.getException()).isInstanceOf(PermanentFailure.class);
        assertThat(refused.getMessage().getBody()).isNull();
        assertThat(passed.getMessage().getBody()).isEqualTo("secret");
    }

    /** One that a realm of less trust, or no question to Keycloak, has let in does not pass where more is asked for. */
    @Test
    void doesNotBelieveWhatAPolicyOfOtherSettingsHasVerified() {
        configure();
        var other = new KeycloakSecurityPolicy(meters);
        configure(other);
        other.setRealm("other");
        other.recognise(exchange, caller("detections:read"));

        assertThatThrownBy(() -> policy.authorize(exchange, List.of("detections:read"), true))
                .isInstanceOf(PermanentFailure.class)
                .satisfies(failure ->
                        assertThat(((PermanentFailure) failure).code()).isEqualTo(FailureCode.UNAUTHENTICATED));
    }

    @Test
    void believesWhatAPolicyOfTheSameSettingsHasVerified() {
        configure();
        var same = new KeycloakSecurityPolicy(meters);
        configure(same);
        same.setRequiredPermissions("images:read");
        same.recognise(exchange, caller("detections:read"));

        assertThat(policy.authorize(exchange, List.of("detections:read"), true).clientId())
                .isEqualTo("c");
    }

    @Test
    void doesNotTakeNobodyForACaller() {
        configure();
        CurrentCaller.set(exchange, Caller.ANONYMOUS);

        assertThatThrownBy(() -> policy.authorize(exchange, List.of(), true))
                .hasMessageContaining("There is no access token");
    }

    @Test
    void countsARefusalForAMissingRoleAsOneOutcome() throws Exception {
        // Given
        configure();
        policy.setRequiredRoles("inspector");
        startGuardedRoute();
        // When
        var refused = context.createProducerTemplate()
                .send("direct:guarded", sent -> policy.recognise(sent, caller("detections:read")));
        // Then
        assertThat(refused.getException()).hasMessageContaining("inspector");
        assertThat(meters.find("sightline.security.decisions").counters())
                .singleElement()
                .satisfies(
                        counter -> assertThat(counter.getId().getTag("outcome")).isEqualTo("FORBIDDEN"));
    }

    @ParameterizedTest
    @CsvSource({"true, FORBIDDEN", "false, PERMITTED"})
    void asksForAllRolesOrForOneOfThem(boolean all, String outcome) throws Exception {
        configure();
        policy.setRequiredRoles(List.of("inspector", "auditor"));
        policy.setAllRolesRequired(all);
        startGuardedRoute();

        context.createProducerTemplate()
                .send(
                        "direct:guarded",
                        sent -> policy.recognise(
                                sent, new Caller("s", "c", Set.of(), Set.of("inspector"), SourceRule.NONE)));

        assertThat(meters.counter("sightline.security.decisions", "outcome", outcome)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void leavesNoSecretOnTheExchange() {
        configure();
        policy.setClientSecret("hush");
        policy.setUseTokenIntrospection(true);

        policy.recognise(exchange, caller("detections:read"));

        assertThat(exchange.getProperties().toString()).doesNotContain("hush");
    }

    @Test
    void neverHandlesAPassword() {
        assertThatThrownBy(() -> policy.setUsername("u")).hasMessageContaining("username");
        assertThatThrownBy(() -> policy.setPassword("p")).hasMessageContaining("password");
        assertThatThrownBy(() -> policy.setUseResourceOwnerPasswordCredentials(true))
                .hasMessageContaining("useResourceOwnerPasswordCredentials");
        policy.setUseResourceOwnerPasswordCredentials(false);
    }

    private static Caller caller(String... permissions) {
        return new Caller("s", "c", Set.of(permissions), Set.of(), SourceRule.NONE);
    }

    private void configure() {
        configure(policy);
    }

    private static void configure(KeycloakSecurityPolicy configured) {
        configured.setServerUrl("http://127.0.0.1:1");
        configured.setRealm("sightline");
        configured.setClientId("sightline");
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
