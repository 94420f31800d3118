package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaHeadersTest {
    private final KafkaHeaders filter = new KafkaHeaders();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce_specversion",
                "ce_id",
                "ce_source",
                "ce_type",
                "ce_time",
                "ce_subject",
                "ce_origin",
                "traceparent",
                "sightline-dead-letter",
                "sightline-redrive-count",
                "sightline-failed-at",
                "CE_ID"
            })
    void headersOfAnEventGoOut(String name) {
        assertThat(keptOut(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "SightlineRecord", "kafka.OVERRIDE_TOPIC", "CamelSqlQuery", "ce_", ""})
    void noOtherHeaderGoesOut(String name) {
        assertThat(keptOut(name)).isTrue();
    }

    @Test
    void theOwnHeadersOfARecordThatIsRedrivenGoOutUnlessTheyAreOrders() {
        var exchange = Exchanges.withBody(null);
        exchange.setProperty(
                Keys.ORIGINAL_HEADERS, Set.of("any header", "kafka.OVERRIDE_TOPIC", "CamelSqlQuery", "KAFKA.key"));

        assertThat(filter.applyFilterToCamelHeaders("any header", "value", exchange))
                .isFalse();
        assertThat(filter.applyFilterToCamelHeaders("another", "value", exchange))
                .isTrue();
        assertThat(List.of("kafka.OVERRIDE_TOPIC", "CamelSqlQuery", "KAFKA.key"))
                .allSatisfy(order -> assertThat(filter.applyFilterToCamelHeaders(order, "value", exchange))
                        .isTrue());
    }

    @Test
    void noneComesIn() {
        assertThat(filter.applyFilterToExternalHeaders("ce_id", "1", Exchanges.withBody(null)))
                .isTrue();
        assertThat(filter.applyFilterToExternalHeaders("CamelSqlQuery", "1", Exchanges.withBody(null)))
                .isTrue();
    }

    private boolean keptOut(String name) {
        return filter.applyFilterToCamelHeaders(name, "value", Exchanges.withBody(null));
    }
}
