package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.frame.Identities;
import org.junit.jupiter.api.Test;

class AnnounceFrameTest {
    /** The audit knows by it which record a claim stands for that the sink could not store. */
    @Test
    void saysWhichRecordTheClaimCameOf() {
        var frame = Samples.frame(Samples.text("picture"));
        frame.setOrigin(Samples.origin(42));
        frame.setFrameId(Identities.frame(Samples.origin(42)));
        var exchange = Exchanges.withBody(null);
        exchange.setProperty(Keys.FRAME, frame);

        new AnnounceFrame().process(exchange);

        var origin = exchange.getMessage().getHeader("ce_origin", String.class);
        assertThat(origin).isEqualTo(Samples.TOPIC_ID + "/3/42");
        assertThat(Identities.frame(origin)).isEqualTo(frame.getFrameId());
    }

    @Test
    void saysThatAFrameWhichCameOverRestCameOfNoRecord() {
        var frame = Samples.frame(Samples.text("picture"));
        frame.setOrigin(null);
        var exchange = Exchanges.withBody(null);
        exchange.setProperty(Keys.FRAME, frame);

        new AnnounceFrame().process(exchange);

        assertThat(exchange.getMessage().getHeader("ce_origin")).isEqualTo("none");
    }
}
