package io.sightline.camel;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.Gates;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.util.ObjectHelper;

/** Answers the questions of the shared failure policy about the exception of an exchange. */
public final class FailurePolicy {
    /** Permanent, but only once it has been seen more than once: bytes can be cut on their way. */
    private static final Set<FailureCode> WORTH_ANOTHER_TRY =
            EnumSet.of(FailureCode.CLAIM_MISSING, FailureCode.CLAIM_CORRUPT, FailureCode.UNEXPECTED_FAILURE);

    /** By its name, since what runs Kamelets is a part of Camel that this module does without. */
    private static final String KAMELET_AWAY =
            "org.apache.camel.component.kamelet.KameletConsumerNotAvailableException";

    private final FailureClassifier classifier;
    private final Gates gates;

    public FailurePolicy(FailureClassifier classifier, Gates gates) {
        this.classifier = classifier;
        this.gates = gates;
    }

    /** True when the record is lost to us and no second look can help, or none is worth waiting for any longer. */
    public boolean isPermanent(Exchange exchange) {
        var failure = classify(exchange);
        return failure instanceof PermanentFailure
                || (failure instanceof TransientFailure outage
                        && outage.dependency().filter(gates::hasGivenUp).isPresent());
    }

    /** True when the record needs what is known to be away: no repeat within a second can help. */
    public boolean isAtAClosedGate(Exchange exchange) {
        return isStepAway(caught(exchange))
                || (classify(exchange) instanceof TransientFailure outage
                        && outage.dependency()
                                .filter(dependency -> !gates.isOpen(dependency))
                                .isPresent());
    }

    /** True when the record is lost to us, should it fail again. */
    public boolean isWorthAnotherTry(Exchange exchange) {
        return WORTH_ANOTHER_TRY.contains(classify(exchange).code());
    }

    private Failure classify(Exchange exchange) {
        return classify(classifier, caught(exchange));
    }

    /** What a record has met: a step that is away says nothing of it. */
    static Failure classify(FailureClassifier classifier, Exception thrown) {
        return isStepAway(thrown)
                ? new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "a step of the route is stopped", thrown)
                : classifier.classify(thrown);
    }

    /**
     * Routes end one after another when the process does, and somebody may stop one: whoever reads the record next has
     * all of them.
     */
    static boolean isStepAway(Exception thrown) {
        return ObjectHelper.getException(DirectConsumerNotAvailableException.class, thrown) != null
                || FailureClassifier.causes(thrown).stream()
                        .anyMatch(cause -> cause.getClass().getName().equals(KAMELET_AWAY));
    }

    private static Exception caught(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
}
