package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeaderFilterTest {
    private final HttpHeaderFilter filter = new HttpHeaderFilter();
    private final DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());

    /** CVE-2026-49098. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.OVERRIDE_TOPIC",
                "KAFKA.KEY",
                "CamelSqlQuery",
                "camelminiobucketname",
                "CamelFileName",
                "Authorization",
                "authorization",
                "Cookie",
                "Content-Type",
                "traceparent",
                "id"
            })
    void letsNothingInThatIsNotTheRequestsOwnTrace(String name) {
        assertThat(filter.applyFilterToExternalHeaders(name, "x", exchange)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization", "authorization", "Cookie", "CamelHttpQuery", "kafka.TOPIC", "traceparent", "id"
            })
    void letsNothingOutThatIsNotListed(String name) {
        assertThat(filter.applyFilterToCamelHeaders(name, "x", exchange)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Location", "retry-after", "WWW-Authenticate", "ETag", "Sightline-Window"})
    void letsWhatAnswersNeedOut(String name) {
        assertThat(filter.applyFilterToCamelHeaders(name, "x", exchange)).isFalse();
    }
}
