package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.lifecycle.KnownModels;
import io.sightline.query.ComparisonAnswer;
import io.sightline.query.ComparisonQuery;
import io.sightline.query.TimeRange;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;

/** The steps around the two statements that compare a challenger with what serves. */
public final class CompareVersions {
    private static final String QUERY = "sightline.comparisonQuery";
    private static final String VERSIONS = "sightline.comparedVersions";
    private static final String PARAMETERS = "sightline.comparisonParameters";

    /** SQL state of a statement that was ended because it took too long. */
    private static final String ENDED = "57014";

    private final KnownModels models;
    private final Clock clock;

    public CompareVersions(KnownModels models, Clock clock) {
        this.models = models;
        this.clock = clock;
    }

    /** Headers in: name and the filters. Body out: named parameters of the SQL that finds the versions. */
    public void ask(Exchange exchange) throws SQLException {
        var message = exchange.getMessage();
        var query = new ComparisonQuery(
                        message.getHeader("name", String.class),
                        Optional.ofNullable(message.getHeader("challenger", String.class)),
                        Optional.ofNullable(message.getHeader("serving", String.class)),
                        new TimeRange(
                                Optional.ofNullable(message.getHeader("since", Instant.class)),
                                Optional.ofNullable(message.getHeader("until", Instant.class))),
                        message.getHeader("limit", Integer.class))
                .within(clock.instant());
        models.require(query.model());
        var parameters = query.sqlParameters(CurrentCaller.of(exchange).sources());
        exchange.setProperty(QUERY, query);
        exchange.setProperty(PARAMETERS, parameters);
        message.setBody(parameters);
    }

    /** Body in: row of the versions to compare, if there are any. Whether there are. */
    public boolean isFound(Exchange exchange) {
        return !rows(exchange).isEmpty();
    }

    /** Body in: row of the versions to compare. Body out: named parameters of the SQL that compares them. */
    @SuppressWarnings("unchecked")
    public void askFigures(Exchange exchange) {
        var versions = rows(exchange).get(0);
        var parameters = new HashMap<String, Object>(exchange.getProperty(PARAMETERS, Map.class));
        parameters.put("challengerId", versions.get("challenger_id"));
        parameters.put("servingId", versions.get("serving_id"));
        exchange.setProperty(VERSIONS, versions);
        exchange.getMessage().setBody(parameters);
    }

    /**
     * Says what to do when PostgreSQL has ended a statement.
     *
     * @throws TransientFailure OVERLOADED with the way out
     * @throws Exception what else has failed
     */
    public void giveUp(Exchange exchange) throws Exception {
        var caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var refused = ObjectHelper.getException(SQLException.class, caught);
        if (refused == null || !ENDED.equals(refused.getSQLState())) {
            throw caught;
        }
        var query = exchange.getProperty(QUERY, ComparisonQuery.class);
        throw new TransientFailure(
                FailureCode.OVERLOADED,
                "To compare up to " + query.frames() + " frames of model " + query.model()
                        + " took longer than 15 s; ask for fewer by limit, or for a shorter time by since and until.");
    }

    /** Body in: row of the figures, or none. Body out: the comparison. */
    @SuppressWarnings("unchecked")
    public void answer(Exchange exchange) {
        var query = exchange.getProperty(QUERY, ComparisonQuery.class);
        var versions = (Map<String, Object>) exchange.getProperty(VERSIONS, Map.class);
        JsonBody.set(
                exchange.getMessage(),
                versions == null
                        ? ComparisonAnswer.none(query)
                        : ComparisonAnswer.of(query, versions, rows(exchange).get(0)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Exchange exchange) {
        return (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
    }
}
