package io.sightline.camel;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.Exchange;

/** Answers the questions of the shared failure policy about the exception of an exchange. */
public final class FailurePolicy {
    /** Permanent, but only once it has been seen more than once: bytes can be cut on their way. */
    private static final Set<FailureCode> WORTH_ANOTHER_TRY =
            EnumSet.of(FailureCode.CLAIM_MISSING, FailureCode.CLAIM_CORRUPT, FailureCode.UNEXPECTED_FAILURE);

    private final FailureClassifier classifier;

    public FailurePolicy(FailureClassifier classifier) {
        this.classifier = classifier;
    }

    /** True when the record is lost to us and no second look can help. */
    public boolean isPermanent(Exchange exchange) {
        return classifier.classify(caught(exchange)) instanceof PermanentFailure;
    }

    /** True when the record is lost to us, should it fail again. */
    public boolean isWorthAnotherTry(Exchange exchange) {
        return WORTH_ANOTHER_TRY.contains(classifier.classify(caught(exchange)).code());
    }

    private static Exception caught(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
}
