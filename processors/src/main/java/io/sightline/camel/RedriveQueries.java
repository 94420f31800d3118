package io.sightline.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.query.RedriveAnswer;
import io.sightline.query.RedriveRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;

/** The steps around the statements that begin a redrive and that tell of one. */
public final class RedriveQueries {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REQUEST = "sightline.redriveRequest";
    private static final String OPERATION = "sightline.operation";

    private final int perSecond;
    private final int limit;
    private final Set<String> topics;

    /**
     * @param perSecond most letters in a second where a request says nothing
     * @param limit a letter that was sent this often is left out
     * @param topics topics that records can be sent to
     */
    public RedriveQueries(int perSecond, int limit, Set<String> topics) {
        this.perSecond = perSecond;
        this.limit = limit;
        this.topics = Set.copyOf(topics);
    }

    /** Body in: a request. Body out: named parameters of the statements that preview and begin a redrive. */
    public void ask(Exchange exchange) throws JsonProcessingException {
        var body = Optional.ofNullable(exchange.getMessage().getBody(byte[].class));
        var request = RedriveRequest.parse(body.orElseGet(() -> new byte[0]));
        var source = request.source();
        CallNotes.of(exchange).ifPresent(notes -> source.ifPresent(notes::about));
        var caller = CurrentCaller.of(exchange);
        var operation = UUID.randomUUID().toString();
        var parameters = request.sqlParameters(caller.sources(), limit, topics);
        parameters.put("id", operation);
        parameters.put("subject", caller.subject());
        parameters.put("filters", JSON.writeValueAsString(request.filters()));
        parameters.put("perSecond", request.perSecond().orElse(perSecond));
        exchange.setProperty(REQUEST, request);
        exchange.setProperty(OPERATION, operation);
        exchange.getMessage().setBody(parameters);
    }

    /** Whether nothing is to be sent. */
    public boolean isDryRun(Exchange exchange) {
        return exchange.getProperty(REQUEST, RedriveRequest.class).dryRun();
    }

    /** Body in: counts by reason and why. Body out: what would be done. */
    public void preview(Exchange exchange) {
        JsonBody.set(exchange.getMessage(), RedriveAnswer.preview(rows(exchange)));
    }

    /** Body out: named parameters of the statement that reads the operation which has just begun. */
    public void askBegun(Exchange exchange) {
        askFor(exchange, exchange.getProperty(OPERATION, String.class));
    }

    /** Header in: id. Body out: named parameters of the statement that reads the operation. */
    public void askOperation(Exchange exchange) {
        askFor(exchange, exchange.getMessage().getHeader("id", String.class));
    }

    /** Body in: the row of the operation that has just begun. Body out: that it has. */
    public void accept(Exchange exchange) {
        var operation = exchange.getProperty(OPERATION, String.class);
        var answer = RedriveAnswer.operation(rows(exchange).get(0));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        exchange.getMessage().setHeader("Location", "/v1/operations/" + operation);
        JsonBody.set(exchange.getMessage(), answer);
    }

    /** Body in: rows of an operation, one or none. Whether a redrive has this id. */
    public boolean isFound(Exchange exchange) {
        return !rows(exchange).isEmpty();
    }

    /** Body in: the row of an operation. Body out: how far it has come. */
    public void answer(Exchange exchange) {
        JsonBody.set(
                exchange.getMessage(), RedriveAnswer.operation(rows(exchange).get(0)));
    }

    private static void askFor(Exchange exchange, String operation) {
        var caller = CurrentCaller.of(exchange);
        var parameters = new HashMap<String, Object>(caller.sources().queryParameters());
        parameters.put("id", operation);
        parameters.put("subject", caller.subject());
        exchange.setProperty(OPERATION, operation);
        exchange.getMessage().setBody(parameters);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Exchange exchange) {
        return (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
    }
}
