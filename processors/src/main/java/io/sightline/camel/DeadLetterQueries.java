package io.sightline.camel;

import io.sightline.frame.SourceId;
import io.sightline.query.DeadLetterPage;
import io.sightline.query.DeadLetterQuery;
import io.sightline.query.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The steps around the two statements of a page of dead letters. */
public final class DeadLetterQueries {
    private static final String QUERY = "sightline.deadLetterQuery";
    private static final String PARAMETERS = "sightline.deadLetterParameters";
    private static final String COUNTS = "sightline.deadLetterCounts";

    /** Headers in: the filters. Body out: named parameters of both statements, with the caller's sources. */
    public void ask(Exchange exchange) {
        var query = query(exchange.getMessage());
        var parameters = query.sqlParameters(CurrentCaller.of(exchange).sources());
        exchange.setProperty(QUERY, query);
        exchange.setProperty(PARAMETERS, parameters);
        exchange.getMessage().setBody(parameters);
    }

    /** Body in: counts by reason. Body out: named parameters again. */
    public void askPage(Exchange exchange) {
        exchange.setProperty(COUNTS, exchange.getMessage().getBody(List.class));
        exchange.getMessage().setBody(exchange.getProperty(PARAMETERS));
    }

    /** Body in: rows. Body out: the page. */
    @SuppressWarnings("unchecked")
    public void answer(Exchange exchange) {
        var query = exchange.getProperty(QUERY, DeadLetterQuery.class);
        var rows = (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
        var counts = (List<Map<String, Object>>) exchange.getProperty(COUNTS, List.class);
        JsonBody.set(exchange.getMessage(), DeadLetterPage.of(query, rows, counts));
    }

    private static DeadLetterQuery query(Message message) {
        return new DeadLetterQuery(
                Optional.ofNullable(message.getHeader("state", String.class)),
                Optional.ofNullable(message.getHeader("reason", String.class)),
                Optional.ofNullable(message.getHeader("stage", String.class)),
                SourceId.filter(Optional.ofNullable(message.getHeader("source", String.class))),
                new TimeRange(
                        Optional.ofNullable(message.getHeader("since", Instant.class)),
                        Optional.ofNullable(message.getHeader("until", Instant.class))),
                message.getHeader("limit", Integer.class),
                Optional.ofNullable(message.getHeader("cursor", String.class)));
    }
}
