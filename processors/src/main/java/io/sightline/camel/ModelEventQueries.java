package io.sightline.camel;

import io.sightline.lifecycle.KnownModels;
import io.sightline.query.ModelEventPage;
import io.sightline.query.ModelEventQuery;
import io.sightline.query.TimeRange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The two steps around the SQL of a page of a model's promotions. */
public final class ModelEventQueries {
    private static final String QUERY = "sightline.modelEventQuery";

    private final KnownModels models;

    public ModelEventQueries(KnownModels models) {
        this.models = models;
    }

    /** Headers in: name and the filters. Body out: named parameters of the SQL. */
    public void ask(Exchange exchange) throws SQLException {
        var message = exchange.getMessage();
        var query = new ModelEventQuery(
                message.getHeader("name", String.class),
                Optional.ofNullable(message.getHeader("step", String.class)),
                Optional.ofNullable(message.getHeader("version", String.class)),
                new TimeRange(
                        Optional.ofNullable(message.getHeader("since", Instant.class)),
                        Optional.ofNullable(message.getHeader("until", Instant.class))),
                message.getHeader("limit", Integer.class),
                Optional.ofNullable(message.getHeader("cursor", String.class)));
        var parameters = query.sqlParameters();
        models.require(query.model());
        exchange.setProperty(QUERY, query);
        message.setBody(parameters);
    }

    /** Body in: rows. Body out: the page. */
    @SuppressWarnings("unchecked")
    public void answer(Exchange exchange) {
        var query = exchange.getProperty(QUERY, ModelEventQuery.class);
        var rows = (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
        JsonBody.set(exchange.getMessage(), ModelEventPage.of(query, rows));
    }
}
