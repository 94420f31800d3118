package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.sightline.failure.Failure;
import io.sightline.security.Caller;
import io.sightline.security.KeycloakSettings;
import io.sightline.security.TokenVerifier;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.AuthorizationPolicy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets exchanges pass that bear a valid access token of a Keycloak realm with the required roles and permissions; a
 * stand-in for camel-keycloak's bean of this name, with the same property names and {@code sslContext}. Use it with the
 * EIP {@code policy}, never as a route policy: what a route policy throws is ignored and the request passes.
 *
 * <p>Refuses with {@link io.sightline.failure.PermanentFailure} UNAUTHENTICATED or FORBIDDEN, which the route
 * configuration {@code answer-problems} answers over HTTP. Fails closed: a policy that requires nothing guards nothing,
 * and is refused when the route is built (CVE-2026-53913).
 */
public final class KeycloakSecurityPolicy implements AuthorizationPolicy {
    private final MeterRegistry meters;
    private String serverUrl = "";
    private String realm = "";
    private String clientId = "";
    private Optional<String> clientSecret = Optional.empty();
    private Optional<SSLContext> sslContext = Optional.empty();
    private boolean validateIssuer = true;
    private Set<String> expectedAudience = Set.of();
    private Set<String> expectedTokenTypes = Set.of();
    private Optional<String> expectedAuthorizedParty = Optional.empty();
    private boolean useTokenIntrospection;
    private boolean introspectionCacheEnabled = true;
    private Duration introspectionCacheTtl = Duration.ofSeconds(60);
    private Set<String> requiredRoles = Set.of();
    private Set<String> requiredPermissions = Set.of();
    private boolean allRolesRequired = true;
    private boolean allPermissionsRequired = true;
    private volatile @Nullable Verification verification;

    public KeycloakSecurityPolicy() {
        this(Metrics.globalRegistry);
    }

    public KeycloakSecurityPolicy(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        if (requiredRoles.isEmpty() && requiredPermissions.isEmpty()) {
            throw new IllegalArgumentException("The policy of route " + route.getRouteId()
                    + " requires nothing: set requiredPermissions or requiredRoles");
        }
        verification();
    }

    @Override
    public Processor wrap(Route route, Processor guarded) {
        return new DelegateAsyncProcessor(guarded) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                try {
                    decide(exchange, caller -> requireAll(exchange, caller));
                } catch (RuntimeException e) {
                    exchange.setException(e);
                    callback.done(true);
                    return true;
                }
                return super.process(exchange, callback);
            }
        };
    }

    private void requireAll(Exchange exchange, Caller caller) {
        exchange.setProperty(ProblemAnswer.REQUIRED_SCOPES, requiredPermissions);
        caller.requireScopes(requiredPermissions, allPermissionsRequired);
        // No scope would cure a role that is missing.
        exchange.removeProperty(ProblemAnswer.REQUIRED_SCOPES);
        caller.requireRoles(requiredRoles, allRolesRequired);
    }

    /**
     * Verifies the token of a request whose body stays unread. Permissions are required later, by the operation.
     *
     * @throws io.sightline.failure.Failure UNAUTHENTICATED, or DEPENDENCY_UNAVAILABLE when Keycloak is needed and away
     */
    Caller authenticate(HttpServletRequest request) {
        try {
            return verification().verifier().verify(BearerToken.of(request));
        } catch (Failure e) {
            count(e.code().name());
            throw e;
        }
    }

    /**
     * Makes a caller that {@link #authenticate} has found the one of the exchange, so that nothing is verified twice.
     */
    void recognise(Exchange exchange, Caller caller) {
        CurrentCaller.set(exchange, caller, verification().settings());
    }

    /**
     * Verifies the token of an exchange, once for the same settings, and requires permissions of its caller.
     *
     * @throws io.sightline.failure.Failure UNAUTHENTICATED, FORBIDDEN, or DEPENDENCY_UNAVAILABLE when Keycloak is
     *     needed and away
     */
    public Caller authorize(Exchange exchange, Collection<String> permissions, boolean all) {
        return decide(exchange, caller -> caller.requireScopes(permissions, all));
    }

    /**
     * A caller whom other settings have let in is verified again, and refused when the token is no longer at hand: they
     * may know another realm, or ask nobody.
     */
    private Caller decide(Exchange exchange, Consumer<Caller> requirements) {
        var outcome = "ERROR";
        try {
            var current = verification();
            if (!CurrentCaller.isKnown(exchange, current.settings())) {
                var verified = current.verifier().verify(BearerToken.take(exchange));
                CurrentCaller.set(exchange, verified, current.settings());
                tellServer(exchange, verified);
            }
            var caller = CurrentCaller.of(exchange);
            requirements.accept(caller);
            outcome = "PERMITTED";
            return caller;
        } catch (Failure e) {
            outcome = e.code().name();
            throw e;
        } finally {
            count(outcome);
        }
    }

    /** Who reports on the request when it has ended knows its caller by that. */
    private static void tellServer(Exchange exchange, Caller caller) {
        var request = exchange.getMessage().getHeader(ContractRequest.SERVLET_REQUEST, HttpServletRequest.class);
        if (request != null) {
            request.setAttribute(ContractStrategy.CALLER, caller);
        }
    }

    private void count(String outcome) {
        meters.counter("sightline.security.decisions", "outcome", outcome).increment();
    }

    private Verification verification() {
        var known = verification;
        if (known == null) {
            known = Verification.of(new KeycloakSettings(
                    serverUrl,
                    realm,
                    clientId,
                    clientSecret,
                    validateIssuer,
                    expectedAudience,
                    expectedTokenTypes,
                    expectedAuthorizedParty,
                    useTokenIntrospection,
                    Optional.of(introspectionCacheTtl).filter(time -> introspectionCacheEnabled),
                    sslContext));
            verification = known;
        }
        return known;
    }

    private record Verification(KeycloakSettings settings, TokenVerifier verifier) {
        static Verification of(KeycloakSettings settings) {
            return new Verification(settings, settings.verifier());
        }
    }

    public void setServerUrl(String serverUrl) {
        this.serverUrl = unlessInUse(serverUrl);
    }

    public void setRealm(String realm) {
        this.realm = unlessInUse(realm);
    }

    public void setClientId(String clientId) {
        this.clientId = unlessInUse(clientId);
    }

    public void setClientSecret(String clientSecret) {
        this.clientSecret = unlessInUse(Optional.of(clientSecret));
    }

    /** Whom to believe who Keycloak is, in place of the authorities of this Java. */
    public void setSslContext(SSLContext sslContext) {
        this.sslContext = unlessInUse(Optional.of(sslContext));
    }

    /** Roles of the realm or of the client; a list, or one text with commas. */
    public void setRequiredRoles(Object requiredRoles) {
        this.requiredRoles = unlessInUse(names(requiredRoles));
    }

    /** Words of the claim {@code scope} or of the claim {@code permissions}; a list, or one text with commas. */
    public void setRequiredPermissions(Object requiredPermissions) {
        this.requiredPermissions = unlessInUse(names(requiredPermissions));
    }

    public void setAllRolesRequired(boolean allRolesRequired) {
        this.allRolesRequired = unlessInUse(allRolesRequired);
    }

    public void setAllPermissionsRequired(boolean allPermissionsRequired) {
        this.allPermissionsRequired = unlessInUse(allPermissionsRequired);
    }

    public void setValidateIssuer(boolean validateIssuer) {
        this.validateIssuer = unlessInUse(validateIssuer);
    }

    /** A list, or one text with commas; all of them are required. */
    public void setExpectedAudience(Object expectedAudience) {
        this.expectedAudience = unlessInUse(names(expectedAudience));
    }

    /** A list, or one text with commas; one of them is required. */
    public void setExpectedTokenTypes(Object expectedTokenTypes) {
        this.expectedTokenTypes = unlessInUse(names(expectedTokenTypes));
    }

    public void setExpectedAuthorizedParty(String expectedAuthorizedParty) {
        this.expectedAuthorizedParty = unlessInUse(Optional.of(expectedAuthorizedParty));
    }

    public void setUseTokenIntrospection(boolean useTokenIntrospection) {
        this.useTokenIntrospection = unlessInUse(useTokenIntrospection);
    }

    public void setIntrospectionCacheEnabled(boolean introspectionCacheEnabled) {
        this.introspectionCacheEnabled = unlessInUse(introspectionCacheEnabled);
    }

    /** In seconds. */
    public void setIntrospectionCacheTtl(long introspectionCacheTtl) {
        this.introspectionCacheTtl = unlessInUse(Duration.ofSeconds(introspectionCacheTtl));
    }

    /** Refused: this service never handles a user's password. */
    public void setUsername(String username) {
        throw passwordRefused("username");
    }

    /** Refused: this service never handles a user's password. */
    public void setPassword(String password) {
        throw passwordRefused("password");
    }

    /** Refused unless false: this service never handles a user's password. */
    public void setUseResourceOwnerPasswordCredentials(boolean use) {
        if (use) {
            throw passwordRefused("useResourceOwnerPasswordCredentials");
        }
    }

    /** What is in use was verified with the former value: a new one would be believed in and have no effect. */
    private <T> T unlessInUse(T value) {
        if (verification != null) {
            throw new IllegalStateException("A policy that is in use is not changed: make another one, and the route");
        }
        return value;
    }

    private static Set<String> names(Object value) {
        var values = value instanceof Collection<?> list
                ? list
                : Arrays.asList(value.toString().split(","));
        return values.stream()
                .map(name -> name.toString().strip())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static IllegalArgumentException passwordRefused(String property) {
        return new IllegalArgumentException(property + " is refused: no password of a user is ever handled here");
    }
}
