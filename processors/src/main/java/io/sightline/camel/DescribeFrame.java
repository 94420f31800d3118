package io.sightline.camel;

import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.RecordSource;
import io.sightline.frame.ArrivedPicture;
import io.sightline.frame.FrameIntake;
import io.sightline.frame.Identities;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a picture from the frames topic. Sets {@link Keys#FRAME}, {@link Keys#CLAIM} and {@link Keys#CONTENT}. */
public final class DescribeFrame implements Processor {
    private final FrameIntake intake;
    private final Clock clock;

    public DescribeFrame(FrameIntake intake, Clock clock) {
        this.intake = intake;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        var record = exchange.getMessage().getHeader(Keys.RECORD, ConsumedRecord.class);
        var trace = RecordTrace.of(exchange, record);
        exchange.setProperty(Keys.TRACE, trace);
        LogContext.about(exchange, trace);
        var bytes = record.value() == null ? new byte[0] : record.value();
        var frame = intake.describe(new ArrivedPicture(
                Identities.frame(record.origin()),
                bytes,
                RecordSource.of(record),
                record.header("captured-at"),
                record.timestamp(),
                clock.instant(),
                record.header("sequence"),
                record.origin()));
        LogContext.about(exchange, frame);
        exchange.setProperty(Keys.FRAME, frame);
        exchange.setProperty(Keys.CLAIM, frame.getClaim());
        exchange.setProperty(Keys.CONTENT, bytes);
    }
}
