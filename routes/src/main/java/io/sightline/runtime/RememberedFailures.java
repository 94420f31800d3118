package io.sightline.runtime;

import io.sightline.live.LastFailure;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;

/** Has each route remember what its last exchange failed with that failed. */
record RememberedFailures(Clock clock) implements CamelContextConfiguration {
    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.addRoutePolicyFactory(LastFailure.of(clock));
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Done before.
    }
}
