package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.Test;

class AwaitedBodiesTest {
    private final AwaitedBodies bodies = new AwaitedBodies(4);

    @Test
    void leavesThreadsToOthers() {
        assertThat(List.of(bodies.begin("a"), bodies.begin("b"), bodies.begin("c"), bodies.begin("d")))
                .containsExactly(true, true, true, false);
    }

    @Test
    void leavesThreadsOfAllToOtherClients() {
        assertThat(List.of(bodies.begin("a"), bodies.begin("a"), bodies.begin("a"), bodies.begin("b")))
                .containsExactly(true, true, false, true);
    }

    /** Whoever shows no token is not even one client. */
    @Test
    void leavesThreadsOfStrangersToClients() {
        var many = new AwaitedBodies(32);

        assertThat(List.of(many.begin(""), many.begin(""), many.begin(""), many.begin("a")))
                .containsExactly(true, true, false, true);
    }

    @Test
    void waitsAgainOnceAWaitHasEnded() {
        for (var i = 0; i < 10; i++) {
            assertThat(bodies.begin("a")).isTrue();
            assertThat(bodies.begin("a")).isTrue();
            bodies.end("a");
            bodies.end("a");
        }
    }

    @Test
    void cutsOffABodyBesideAsManyAsMayBeWaitedFor() throws IOException {
        // Given
        bodies.begin("a");
        bodies.begin("a");
        var failures = new ArrayList<PermanentFailure>();
        var body = new TimedInput(new Endless(), Duration.ofMinutes(1), bodies, () -> "a", failures::add);
        // When
        var read = body.doRead(new Ignored());
        bodies.end("a");
        var readAgain = body.doRead(new Ignored());
        // Then
        assertThat(read).isNegative();
        assertThat(readAgain)
                .as("what comes later is no part of a body that has ended")
                .isNegative();
        assertThat(failures).extracting(PermanentFailure::code).containsExactly(FailureCode.OVERLOADED);
    }

    @Test
    void waitsForBodiesOneAfterTheOther() throws IOException {
        var body = new TimedInput(new Endless(), Duration.ofMinutes(1), bodies, () -> "a", failure -> {});

        for (var i = 0; i < 10; i++) {
            assertThat(body.doRead(new Ignored())).isEqualTo(1);
        }
    }

    private static final class Endless implements InputBuffer {
        @Override
        public int doRead(ApplicationBufferHandler target) {
            return 1;
        }

        @Override
        public int available() {
            return 1;
        }
    }

    private static final class Ignored implements ApplicationBufferHandler {
        @Override
        public void setByteBuffer(ByteBuffer buffer) {}

        @Override
        public ByteBuffer getByteBuffer() {
            return ByteBuffer.allocate(1);
        }

        @Override
        public void expand(int size) {}
    }
}
