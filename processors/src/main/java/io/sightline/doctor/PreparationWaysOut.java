package io.sightline.doctor;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;

/** What to do when something cannot be made, by why it cannot. */
public final class PreparationWaysOut {
    private static final String REGISTRY_LOGIN =
            "Let this client in, and let it write to the registry: over TLS the certificate that it shows is that of"
                    + " sightline.registry.ssl-bundle.";

    private PreparationWaysOut() {}

    /** What to do when a topic cannot be made or looked at. */
    public static String ofTopic(Throwable failure) {
        var causes = FailureClassifier.causes(failure);
        if (isAny(causes, AuthorizationException.class) || isAny(causes, AuthenticationException.class)) {
            return "Let the login of camel.component.kafka.* make topics and describe them (ACLs CREATE, DESCRIBE and"
                    + " DESCRIBE_CONFIGS).";
        }
        if (isAny(causes, InvalidReplicationFactorException.class)) {
            return "Give --replication at most the number of brokers that are up, or start more; without it the"
                    + " brokers' default.replication.factor counts.";
        }
        if (isAny(causes, RetriableException.class) || isAny(causes, TimeoutException.class)) {
            return "See whether all brokers are up, and run prepare again: it makes nothing twice.";
        }
        return "Look at what the brokers say, there and in their logs.";
    }

    /**
     * What to do when the registry does not answer, or refuses something.
     *
     * @param unreachable what to do when it does not answer
     */
    public static String ofRegistry(Throwable failure, String unreachable) {
        for (var cause : FailureClassifier.causes(failure)) {
            if (cause instanceof Failure known && known.code() == FailureCode.DEPENDENCY_DENIES) {
                return REGISTRY_LOGIN;
            }
            if (cause instanceof PermanentFailure) {
                return "Look at the versions and the rule that the registry has under this name: a version that breaks"
                        + " readers of a former one is refused for good.";
            }
        }
        return unreachable;
    }

    private static boolean isAny(List<Throwable> causes, Class<? extends Exception> type) {
        return causes.stream().anyMatch(type::isInstance);
    }
}
