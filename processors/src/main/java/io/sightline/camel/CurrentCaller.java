package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.Caller;
import io.sightline.security.KeycloakSettings;
import org.apache.camel.Exchange;

/** The caller that a request was verified for, kept on its exchange. */
public final class CurrentCaller {
    private static final String PROPERTY = "sightline.caller";

    /** By which {@link KeycloakSettings} the caller was verified. */
    private static final String VERIFIED_BY = "sightline.callerVerifiedBy";

    private CurrentCaller() {}

    /**
     * The caller of this exchange.
     *
     * @throws PermanentFailure UNAUTHENTICATED when nobody has verified one
     */
    public static Caller of(Exchange exchange) {
        var caller = exchange.getProperty(PROPERTY, Caller.class);
        if (caller == null) {
            throw new PermanentFailure(FailureCode.UNAUTHENTICATED, "No access token has been verified here.");
        }
        return caller;
    }

    /** Whether there is a caller whom just these settings have verified. */
    static boolean isKnown(Exchange exchange, KeycloakSettings settings) {
        return exchange.getProperty(PROPERTY) instanceof Caller && settings.equals(exchange.getProperty(VERIFIED_BY));
    }

    /** A caller whom no token speaks for. */
    static void set(Exchange exchange, Caller caller) {
        exchange.setProperty(PROPERTY, caller);
        exchange.removeProperty(VERIFIED_BY);
    }

    static void set(Exchange exchange, Caller caller, KeycloakSettings verifiedBy) {
        exchange.setProperty(PROPERTY, caller);
        exchange.setProperty(VERIFIED_BY, verifiedBy);
    }
}
