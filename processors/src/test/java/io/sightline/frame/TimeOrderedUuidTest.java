package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedUuidTest {
    // RFC 9562, appendix A.6
    private static final Instant OF_THE_STANDARD = Instant.parse("2022-02-22T19:22:22.000Z");

    @Test
    void beginsWithTheTimeAndSaysItsVersion() {
        var id = at(OF_THE_STANDARD);

        assertThat(id.toString()).startsWith("017f22e2-79b0-7");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void sortsByTimeAsText() {
        var ids = Stream.of(0, 1, 2, 1_000, 86_400_000)
                .map(millis -> at(OF_THE_STANDARD.plusMillis(millis)).toString())
                .toList();

        assertThat(ids).isSorted();
    }

    @Test
    void isNewEveryTime() {
        var ids = new TimeOrderedUuid(Clock.fixed(OF_THE_STANDARD, ZoneOffset.UTC));

        assertThat(Stream.generate(ids::next).limit(1_000)).doesNotHaveDuplicates();
    }

    private static UUID at(Instant instant) {
        return new TimeOrderedUuid(Clock.fixed(instant, ZoneOffset.UTC)).next();
    }
}
