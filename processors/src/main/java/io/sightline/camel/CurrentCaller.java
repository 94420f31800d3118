package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.Caller;
import org.apache.camel.Exchange;

/** The caller that a request was verified for, kept on its exchange. */
public final class CurrentCaller {
    private static final String PROPERTY = "sightline.caller";

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

    static boolean isKnown(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof Caller;
    }

    static void set(Exchange exchange, Caller caller) {
        exchange.setProperty(PROPERTY, caller);
    }
}
