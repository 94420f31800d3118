package io.sightline.camel;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.InferenceEngine;
import io.sightline.query.ModelsAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The steps around the SQL of models. The SQL leaves its rows in the exchange variables {@code stateRows},
 * {@code followerRows} and {@code commandRows}.
 */
public final class ModelQueries {
    private static final String OUTAGE = "sightline.modelTablesAway";

    private final InferenceEngine engine;
    private final FailureClassifier classifier = new FailureClassifier();

    public ModelQueries(InferenceEngine engine) {
        this.engine = engine;
    }

    /** Body out: named parameters of the SQL for all models. */
    public void askAll(Exchange exchange) {
        exchange.getMessage().setBody(Map.of("anyName", true, "name", ""));
    }

    /** Header in: name. Body out: named parameters of the SQL for this model. */
    public void ask(Exchange exchange) {
        exchange.getMessage().setBody(Map.of("anyName", false, "name", name(exchange)));
    }

    /**
     * When nothing is wrong but that PostgreSQL is away or slow, what is in memory is answered all the same.
     *
     * @throws Exception what else has failed
     */
    public void goOnWithoutTables(Exchange exchange) throws Exception {
        var caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!(classifier.classify(caught) instanceof TransientFailure)) {
            throw caught;
        }
        exchange.setProperty(OUTAGE, caught);
    }

    /** Variables in: rows. Body out: all models. */
    public void answerAll(Exchange exchange) {
        JsonBody.set(exchange.getMessage(), models(exchange).all());
    }

    /**
     * Header in: name; variables in: rows. Body out: the model.
     *
     * @throws PermanentFailure MODEL_UNKNOWN
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when PostgreSQL alone may know it, and is away
     */
    public void answer(Exchange exchange) {
        var model = models(exchange).one(name(exchange)).orElseThrow(() -> unknown(exchange));
        JsonBody.set(exchange.getMessage(), model);
    }

    private RuntimeException unknown(Exchange exchange) {
        var outage = exchange.getProperty(OUTAGE, Exception.class);
        return outage == null
                ? new PermanentFailure(
                        FailureCode.MODEL_UNKNOWN,
                        "model " + Quotation.of(name(exchange))
                                + " is neither configured nor announced; configured are " + engine.names())
                : new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        "model " + Quotation.of(name(exchange))
                                + " is not configured in this process, and PostgreSQL, which knows of others, is away; ask"
                                + " again later",
                        outage,
                        Dependency.POSTGRESQL);
    }

    private ModelsAnswer models(Exchange exchange) {
        return new ModelsAnswer(engine.names(), engine.models(), engine.challengers(), tables(exchange));
    }

    private static Optional<ModelsAnswer.Tables> tables(Exchange exchange) {
        return exchange.getProperty(OUTAGE) != null
                ? Optional.empty()
                : Optional.of(new ModelsAnswer.Tables(
                        rows(exchange, "stateRows"), rows(exchange, "followerRows"), rows(exchange, "commandRows")));
    }

    private static String name(Exchange exchange) {
        return exchange.getMessage().getHeader("name", String.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Exchange exchange, String variable) {
        return (List<Map<String, Object>>) exchange.getVariable(variable, List.class);
    }
}
