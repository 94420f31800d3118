package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
    private static final Receipt RECEIPT = receipt("camera \"ü\" 1", "first");

    @Test
    void isReadAsItWasWritten() {
        assertThat(Receipt.fromJson(RECEIPT.toJson())).isEqualTo(RECEIPT);
    }

    /** Those of former versions say nothing about attributes. */
    @Test
    void isReadWithoutAttributes() {
        var former = new String(RECEIPT.toJson(), StandardCharsets.UTF_8).replaceFirst(",\"attributes\":\\{[^}]*}", "");

        assertThat(former).doesNotContain("attributes");
        assertThat(Receipt.fromJson(Samples.text(former)).attributes()).isEmpty();
    }

    @Test
    void liesUnderItsFrame() {
        assertThat(Receipt.key(RECEIPT.frameId())).isEqualTo("receipts/96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "[]",
                "{}",
                "{\"frameId\":\"no uuid\",\"client\":\"c\",\"source\":\"s\",\"sha256\":\"00\"}",
                "{\"frameId\":\"96af23f6-8be2-5bec-9097-e4f9b0c51dc2\",\"client\":\"c\",\"source\":\"s\","
                        + "\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\","
                        + "\"capturedAt\":\"noon\",\"receivedAt\":\"noon\"}"
            })
    void refusesWhatIsNoReceipt(String json) {
        assertThatThrownBy(() -> Receipt.fromJson(Samples.text(json)))
                .isInstanceOf(PermanentFailure.class)
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.CLAIM_CORRUPT);
    }

    @Test
    void letsARetryOfTheSamePass() {
        var retry = new Receipt(
                RECEIPT.frameId(),
                RECEIPT.client(),
                RECEIPT.source(),
                RECEIPT.sha256(),
                RECEIPT.capturedAt().plusSeconds(9),
                RECEIPT.receivedAt().plusSeconds(9),
                Map.of());

        assertThatCode(() -> RECEIPT.requireSame(retry, "key-1")).doesNotThrowAnyException();
    }

    @Test
    void refusesTheSameKeyForOtherBytesOrAnotherSource() {
        assertConflict(receipt(RECEIPT.source(), "second"), "with other bytes");
        assertConflict(receipt("camera-2", "first"), "with another source");
    }

    private static void assertConflict(Receipt retry, String what) {
        assertThatThrownBy(() -> RECEIPT.requireSame(retry, "key-1"))
                .hasMessageContaining(RECEIPT.frameId().toString())
                .hasMessageContainingAll("the Idempotency-Key key-1 was used", what, "send a new key")
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.IDEMPOTENCY_CONFLICT);
    }

    private static Receipt receipt(String source, String content) {
        return new Receipt(
                UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2"),
                "sightline-dev",
                source,
                Sha256.of(Samples.text(content)),
                Samples.NOON,
                Samples.NOON.plusMillis(3),
                Map.of("reported-captured-at", "1999-12-31T23:59:59Z"));
    }
}
