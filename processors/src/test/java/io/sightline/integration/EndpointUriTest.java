package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.EndpointUri.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointUriTest {
    @Test
    void hasSchemePathAndOptions() {
        assertThat(EndpointUri.of("timer:tick?period=10&delay=5"))
                .isEqualTo(new EndpointUri(
                        "timer", "tick", List.of(new Option(11, "period", "10"), new Option(21, "delay", "5"))));
    }

    @Test
    void takesSlashesBehindTheSchemeForNoPath() {
        assertThat(EndpointUri.of("file://in").path()).isEqualTo("in");
    }

    @Test
    void leavesPlaceholdersExpressionsAndRawValuesWhole() {
        var uri = EndpointUri.of("kafka:{{topic:a?b}}?key=RAW(a&b?c)&other=${header.x ? 1 : 2}&{{?more}}");

        assertThat(uri.path()).isEqualTo("{{topic:a?b}}");
        assertThat(uri.options()).extracting(Option::name).containsExactly("key", "other", "{{?more}}");
        assertThat(uri.options()).extracting(Option::value).startsWith("RAW(a&b?c)");
    }

    @Test
    void hasNoSchemeWhereAPlaceholderStandsForIt() {
        assertThat(EndpointUri.of("{{input}}?period=1").scheme()).isEmpty();
    }
}
