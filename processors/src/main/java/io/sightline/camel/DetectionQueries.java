package io.sightline.camel;

import io.sightline.query.DetectionPage;
import io.sightline.query.DetectionQuery;
import io.sightline.query.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The two steps around the SQL of a page of detections. */
public final class DetectionQueries {
    private static final String QUERY = "sightline.detectionQuery";

    /** Headers in: the filters. Body out: named parameters of the SQL, with the caller's sources. */
    public void ask(Exchange exchange) {
        var query = query(exchange.getMessage());
        exchange.setProperty(QUERY, query);
        exchange.getMessage()
                .setBody(query.sqlParameters(CurrentCaller.of(exchange).sources()));
    }

    /** Body in: rows. Body out: the page. */
    @SuppressWarnings("unchecked")
    public void answer(Exchange exchange) {
        var query = exchange.getProperty(QUERY, DetectionQuery.class);
        var rows = (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
        JsonBody.set(exchange.getMessage(), DetectionPage.of(query, rows));
    }

    private static DetectionQuery query(Message message) {
        var minScore = message.getHeader("minScore", Double.class);
        return new DetectionQuery(
                Optional.ofNullable(message.getHeader("source", String.class)),
                Optional.ofNullable(message.getHeader("label", String.class)),
                new TimeRange(
                        Optional.ofNullable(message.getHeader("since", Instant.class)),
                        Optional.ofNullable(message.getHeader("until", Instant.class))),
                minScore == null ? OptionalDouble.empty() : OptionalDouble.of(minScore),
                message.getHeader("limit", Integer.class),
                Optional.ofNullable(message.getHeader("cursor", String.class)));
    }
}
