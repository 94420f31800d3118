package io.sightline.live;

import io.sightline.failure.FailureClassifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/** Remembers of a route what its last exchange failed with that nobody has dealt with. */
public final class LastFailure extends RoutePolicySupport {
    private static final FailureClassifier CLASSIFIER = new FailureClassifier();

    private final Clock clock;
    private volatile @Nullable Failure last;
    private volatile boolean isFailing;

    private LastFailure(Clock clock) {
        this.clock = clock;
    }

    /** Has every route remember that is made from now on. */
    public static RoutePolicyFactory of(Clock clock) {
        return new Factory(clock);
    }

    /** That of a route; empty when it has not failed since it is there. */
    static Optional<Failure> of(Route route) {
        return route.getRoutePolicyList().stream()
                .filter(LastFailure.class::isInstance)
                .flatMap(policy -> Stream.ofNullable(((LastFailure) policy).last))
                .findFirst();
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        var exception = exchange.getException();
        if (exception == null) {
            if (isFailing) {
                isFailing = false;
            }
            return;
        }
        var now = clock.instant();
        var former = last;
        var since = isFailing && former != null ? former.since() : now;
        last = new Failure(kind(exception), now, since);
        isFailing = true;
    }

    /** No message: those of exceptions quote records, which not everybody may see who may see routes. */
    private static String kind(Throwable failure) {
        if (FailureClassifier.isOurs(failure)) {
            return CLASSIFIER.classify(failure).code().name();
        }
        var causes = FailureClassifier.causes(failure);
        return causes.get(causes.size() - 1).getClass().getSimpleName();
    }

    /**
     * What an exchange failed with.
     *
     * @param error code of the failure, or else the class of the exception that was the cause
     * @param since when the first failed since one of the route has ended well
     */
    record Failure(String error, Instant at, Instant since) {}

    private record Factory(Clock clock) implements RoutePolicyFactory {
        @Override
        public RoutePolicy createRoutePolicy(CamelContext camel, String id, NamedNode definition) {
            return new LastFailure(clock);
        }
    }
}
