package io.sightline.runtime;

import io.sightline.failure.TransientFailure;
import io.sightline.gate.BrokerProbe;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Ends start-up when the brokers refuse us, or we do not believe them: found later, it would look like an outage.
 * Brokers that are away are left to the gates.
 */
final class BrokerCheck implements SmartInitializingSingleton {
    static final String WAY_OUT =
            "Look at camel.component.kafka.security-protocol, .ssl-truststore-location, .sasl-jaas-config and"
                    + " .additional-properties.";

    private final BrokerProbe brokers;
    private final String addresses;

    BrokerCheck(BrokerProbe brokers, String addresses) {
        this.brokers = brokers;
        this.addresses = addresses;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            brokers.check();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException refusal) {
                throw refused(addresses, refusal);
            }
        } catch (TimeoutException | TransientFailure e) {
            // Nobody has refused anything: consumers wait until the brokers are back.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        }
    }

    /** What the client says, and what led to it: the first alone is often only that something failed. */
    static StartupException refused(String addresses, Throwable failure) {
        var what = new StringBuilder("Kafka at ").append(addresses).append(" cannot be used");
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && what.indexOf(cause.getMessage()) < 0) {
                what.append(": ").append(cause.getMessage());
            }
        }
        return new StartupException(what.toString(), WAY_OUT, failure);
    }
}
