package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.EndpointUri.Option;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Of whose path what stands behind a slash is an id. */
    @ParameterizedTest
    @ValueSource(strings = {"kamelet:a-sink/b", "kamelet:/a-sink/b", "kamelet://a-sink/b", "kamelet:///a-sink/b"})
    void takesNoSlashesInFrontOfAKameletForItsPath(String uri) {
        assertThat(EndpointUri.of(uri).path()).isEqualTo("a-sink/b");
    }

    @Test
    void leavesPlaceholdersExpressionsAndRawValuesWhole() {
        var uri = EndpointUri.of(
                "kafka:{{topic:a?b}}?key=RAW(a&b?c)&other=${header.x ? 1 : 2}&third=$simple{a&b}&{{?more}}");

        assertThat(uri.path()).isEqualTo("{{topic:a?b}}");
        assertThat(uri.options()).extracting(Option::name).containsExactly("key", "other", "third", "{{?more}}");
        assertThat(uri.options()).extracting(Option::value).startsWith("RAW(a&b?c)");
    }

    @Test
    void hasNoSchemeWhereAPlaceholderStandsForIt() {
        assertThat(EndpointUri.of("{{input}}?period=1").scheme()).isEmpty();
    }
}
