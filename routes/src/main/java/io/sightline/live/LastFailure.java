package io.sightline.live;

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
        last = new Failure(LoadException.reason(exception, exchange.getContext()), now, since);
        isFailing = true;
    }

    /**
     * What an exchange failed with.
     *
     * @param message without secrets
     * @param since when the first failed since one of the route has ended well
     */
    record Failure(String message, Instant at, Instant since) {}

    private record Factory(Clock clock) implements RoutePolicyFactory {
        @Override
        public RoutePolicy createRoutePolicy(CamelContext camel, String id, NamedNode definition) {
            return new LastFailure(clock);
        }
    }
}
