package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.frame.Identities;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameOriginTest {
    private static final String TOPIC = "0a6b3a51-52f5-4f0e-8d11-4a2f8f0a1c01";

    @Test
    void isTheRecordThatTheHeaderNames() {
        var position = TOPIC + "/3/42";

        assertThat(FrameOrigin.of(Identities.frame(position), position))
                .contains(new FrameOrigin(UUID.fromString(TOPIC), 3, 42));
    }

    @Test
    void isNoneThatDoesNotFitTheFrame() {
        assertThat(FrameOrigin.of(Identities.frame(TOPIC + "/3/43"), TOPIC + "/3/42"))
                .isEmpty();
        assertThat(FrameOrigin.of(null, TOPIC + "/3/42")).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "none", "x/3/42", TOPIC + "/3", TOPIC + "/3/42 ", TOPIC + "/3/9223372036854775808"})
    void isNoneWhereTheHeaderNamesNone(String header) {
        assertThat(FrameOrigin.of(Identities.frame(String.valueOf(header)), header))
                .isEmpty();
    }
}
