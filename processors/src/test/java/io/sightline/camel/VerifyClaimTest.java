package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.Samples;
import io.sightline.claim.ClaimNaming;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class VerifyClaimTest {
    private final byte[] picture = Samples.text("picture");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void keepsTheBytesAndHowLongTheyTook() throws IOException {
        var exchange = fetched(picture);

        new VerifyClaim(meters).process(exchange);

        assertThat(exchange.getMessage().getBody()).isEqualTo(picture);
        assertThat(exchange.getProperty(Keys.CONTENT)).isEqualTo(picture);
        assertThat(exchange.getProperty(Keys.FETCH_TIME, Duration.class)).isPositive();
        assertThat(meters.get("sightline.claims.corrupt").counter().count()).isZero();
    }

    @Test
    void leavesNothingBehindOfBytesThatChanged() {
        var exchange = fetched(Samples.text("pictura"));

        assertThatThrownBy(() -> new VerifyClaim(meters).process(exchange))
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.CLAIM_CORRUPT);
        assertThat(exchange.getProperty(Keys.CONTENT)).isNull();
        assertThat(meters.get("sightline.claims.corrupt").counter().count()).isOne();
    }

    private Exchange fetched(byte[] stored) {
        var exchange = Exchanges.withBody(null);
        exchange.setProperty(Keys.CLAIM, Samples.frame(picture).getClaim());
        new ClaimRequests(new ClaimNaming("sightline")).get(exchange);
        exchange.getMessage().setBody(new ByteArrayInputStream(stored));
        return exchange;
    }
}
