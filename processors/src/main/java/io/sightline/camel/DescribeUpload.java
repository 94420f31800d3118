package io.sightline.camel;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.minio.MinioConstants;

/**
 * Headers of an object in a bucket in: those of a frame out, {@code captured-at} being when the object was stored. The
 * others are dropped: a step that knows them would change an object by them.
 */
public final class DescribeUpload implements Processor {
    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var stored = message.getHeader(MinioConstants.LAST_MODIFIED);
        var type = message.getHeader(MinioConstants.CONTENT_TYPE, "application/octet-stream", String.class);
        message.removeHeaders("CamelMinio*");
        message.setHeader(Exchange.CONTENT_TYPE, type);
        if (stored != null) {
            message.setHeader("captured-at", instant(stored).toString());
        }
    }

    /** The component hands on what the header of HTTP says, and of an object of a list what the client has read. */
    private static Instant instant(Object stored) {
        return stored instanceof ZonedDateTime time
                ? time.toInstant()
                : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(stored.toString()));
    }
}
