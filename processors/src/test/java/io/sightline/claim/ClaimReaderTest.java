package io.sightline.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimReaderTest {
    private static final byte[] STORED = Samples.text("the stored bytes");

    private final ClaimRef claim = new ClaimNaming("pictures").claim(STORED, "image/jpeg");
    private final ClaimReader reader = new ClaimReader();

    @Test
    void answersTheBytesAndClosesTheObject() throws IOException {
        var object = new ClosableObject(STORED);

        assertThat(reader.read(claim, object)).isEqualTo(STORED);
        assertThat(object.closed).isTrue();
    }

    @ParameterizedTest
    @MethodSource("changed")
    void refusesAndClosesAnObjectThatChanged(String content, String message) {
        var object = new ClosableObject(Samples.text(content));

        assertThatThrownBy(() -> reader.read(claim, object))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("object pictures/" + claim.getKey())
                .hasMessageContaining(message)
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.CLAIM_CORRUPT);
        assertThat(object.closed).isTrue();
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                Arguments.of("", "has 0 bytes instead of 16"),
                Arguments.of("the stored byte", "has 15 bytes instead of 16"),
                Arguments.of("the stored bytes!", "has more than 16 bytes instead of 16"),
                Arguments.of("the stored Bytes", "instead of " + Sha256.of(STORED)));
    }

    @Test
    void comparesTheSameAndKeepsNothing() throws IOException {
        var object = new ClosableObject(STORED);

        reader.compare(claim, object);

        assertThat(object.closed).isTrue();
        assertThat(object.left()).isZero();
    }

    @ParameterizedTest
    @MethodSource("changed")
    void findsOutWhatReadingWould(String content, String message) {
        var object = new ClosableObject(Samples.text(content));

        assertThatThrownBy(() -> reader.compare(claim, object))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("object pictures/" + claim.getKey())
                .hasMessageContaining(message);
        assertThat(object.closed).isTrue();
    }

    @Test
    void saysWhatItFoundInsteadOfWhat() {
        assertThatThrownBy(() -> reader.read(claim, new ClosableObject(Samples.text("other"))))
                .hasMessageContaining("has 5 bytes instead of 16, SHA-256 " + Sha256.of(Samples.text("other"))
                        + " instead of " + Sha256.of(STORED));
    }

    @Test
    void readsNoMoreOfAnEndlessObjectThanItMust() {
        var object = new ClosableObject(new byte[1_000]);

        assertThatThrownBy(() -> reader.read(claim, object)).isInstanceOf(PermanentFailure.class);
        assertThat(object.left()).isEqualTo(1_000 - 17);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Integer.MAX_VALUE, Long.MAX_VALUE})
    void refusesAClaimOfALengthThatNoObjectCanHave(long size) {
        claim.setSize(size);

        assertThatThrownBy(() -> reader.read(claim, new ClosableObject(STORED)))
                .isInstanceOf(PermanentFailure.class)
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.CLAIM_CORRUPT);
    }

    @Test
    void aStreamThatBreaksIsAnOutageAndNoCorruption() {
        var object = new ClosableObject(STORED) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> reader.read(claim, object)).isInstanceOf(IOException.class);
        assertThat(object.closed).isTrue();
    }

    private static class ClosableObject extends FilterInputStream {
        private final ByteArrayInputStream bytes;
        boolean closed;

        ClosableObject(byte[] content) {
            this(new ByteArrayInputStream(content));
        }

        private ClosableObject(ByteArrayInputStream bytes) {
            super(bytes);
            this.bytes = bytes;
        }

        int left() {
            return bytes.available();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
