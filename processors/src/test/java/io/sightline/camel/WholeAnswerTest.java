package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WholeAnswerTest {
    private final Connection connection = new Connection();

    @Test
    void leavesTheConnectionOfAWholeAnswerAlone() throws IOException {
        try (var answer = new WholeAnswer(part(), connection, "trace")) {
            assertThat(answer.readAllBytes()).hasSize(4);
        }

        assertThat(connection.isKeptOpen).isTrue();
        assertThat(connection.isCut).isFalse();
    }

    @Test
    void cutsTheConnectionBeforeAFailureIsSeen() throws IOException {
        var broken = new SequenceInputStream(part(), new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("away");
            }
        });

        try (var answer = new WholeAnswer(broken, connection, "trace")) {
            assertThat(answer.readNBytes(4)).hasSize(4);
            assertThat(connection.isCut).isFalse();
            assertThatThrownBy(answer::read).isInstanceOf(IOException.class).hasRootCauseMessage("away");
        }

        assertThat(connection.isCut).isTrue();
    }

    private static InputStream part() {
        return new ByteArrayInputStream("part".getBytes(StandardCharsets.UTF_8));
    }

    private static final class Connection implements AnswerConnection {
        private boolean isKeptOpen;
        private boolean isCut;

        @Override
        public void keepOpen() {
            isKeptOpen = true;
        }

        @Override
        public void cut() {
            isCut = true;
        }
    }
}
