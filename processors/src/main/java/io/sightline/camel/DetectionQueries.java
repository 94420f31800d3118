package io.sightline.camel;

import io.sightline.frame.SourceId;
import io.sightline.query.DefaultWindow;
import io.sightline.query.DetectionExport;
import io.sightline.query.DetectionFilter;
import io.sightline.query.DetectionPage;
import io.sightline.query.DetectionSummary;
import io.sightline.query.PageQuery;
import io.sightline.query.Region;
import io.sightline.query.RowFormat;
import io.sightline.query.ScoreRange;
import io.sightline.query.SummaryQuery;
import io.sightline.query.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The steps around the SQL of a page of detections, of all of them in rows, and of their counts. The rows of a page are
 * those of the route {@code detection-rows}.
 */
public final class DetectionQueries {
    private static final String ASKED = "sightline.detectionQuery";

    private final DefaultWindow length;
    private final Exports exports;
    private final Clock clock;

    /** @param length how far back a query looks that does not say how far and that no index serves */
    public DetectionQueries(DefaultWindow length, Exports exports, Clock clock) {
        this.length = length;
        this.exports = exports;
        this.clock = clock;
    }

    /**
     * Headers in: the filters. Body out: named parameters of the SQL, with the caller's sources.
     *
     * @throws io.sightline.failure.TransientFailure OVERLOADED for an export beside as many as there may be
     */
    public void ask(Exchange exchange) {
        var message = exchange.getMessage();
        var rule = CurrentCaller.of(exchange).sources();
        var limit = isExport(exchange) ? DetectionExport.ROWS : message.getHeader("limit", Integer.class);
        var query = PageQuery.of(filter(message), limit, text(message, "cursor"));
        var window = query.window(rule, length, clock.instant());
        exchange.setProperty(ASKED, new Asked(query, window));
        if (isExport(exchange)) {
            exports.begin(exchange);
        }
        message.setBody(query.sqlParameters(rule, window));
    }

    /** Body in: rows. Body out: the page. */
    @SuppressWarnings("unchecked")
    public void answer(Exchange exchange) {
        var asked = exchange.getProperty(ASKED, Asked.class);
        var rows = (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
        JsonBody.set(exchange.getMessage(), DetectionPage.of(asked.query(), asked.window(), rows));
    }

    /** Whether all detections are asked for, in rows, and not a page of them. */
    public boolean isExport(Exchange exchange) {
        return format(exchange).isPresent();
    }

    /** Body in: rows of the first page. Body out: all of them, read while the client reads. */
    @SuppressWarnings("unchecked")
    public void export(Exchange exchange) {
        var asked = exchange.getProperty(ASKED, Asked.class);
        var message = exchange.getMessage();
        var format = format(exchange).orElseThrow();
        var export = new DetectionExport(
                asked.query(),
                CurrentCaller.of(exchange).sources(),
                asked.window(),
                format,
                (List<Map<String, Object>>) message.getBody(List.class),
                parameters -> rows(exchange.getContext(), parameters));
        var connection = exchange.getProperty(Keys.CONNECTION, AnswerConnection.class);
        message.setBody(new WholeAnswer(export, connection, RequestTrace.idOf(exchange)));
        message.setHeader(Exchange.CONTENT_TYPE, format.contentType());
        message.setHeader("Cache-Control", "no-store");
        asked.window().ifPresent(window -> message.setHeader("Sightline-Window", window.interval()));
    }

    /** Headers in: the filters and the bucket. Body out: named parameters of the SQL, with the caller's sources. */
    public void askSummary(Exchange exchange) {
        var message = exchange.getMessage();
        var query = new SummaryQuery(filter(message), message.getHeader("bucket", String.class));
        var window = query.window(length, clock.instant());
        exchange.setProperty(ASKED, new AskedSummary(query, window));
        message.setBody(query.sqlParameters(CurrentCaller.of(exchange).sources(), window));
    }

    /** Body in: rows. Body out: the counts. */
    @SuppressWarnings("unchecked")
    public void answerSummary(Exchange exchange) {
        var asked = exchange.getProperty(ASKED, AskedSummary.class);
        var rows = (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
        JsonBody.set(exchange.getMessage(), DetectionSummary.of(asked.query(), asked.window(), rows));
    }

    private static Optional<RowFormat> format(Exchange exchange) {
        return RowFormat.of(exchange.getProperty(Keys.ANSWER_TYPE, String.class));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(CamelContext camel, Map<String, Object> parameters) {
        try (var template = camel.createProducerTemplate()) {
            return (List<Map<String, Object>>) template.requestBody("direct:detection-rows", parameters, List.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DetectionFilter filter(Message message) {
        return new DetectionFilter(
                SourceId.filter(text(message, "source")),
                values(message, "label", String.class),
                text(message, "model"),
                text(message, "version"),
                new TimeRange(
                        Optional.ofNullable(message.getHeader("since", Instant.class)),
                        Optional.ofNullable(message.getHeader("until", Instant.class))),
                new ScoreRange(number(message, "minScore"), number(message, "maxScore")),
                Optional.of(values(message, "region", Double.class))
                        .filter(numbers -> !numbers.isEmpty())
                        .map(Region::of));
    }

    private static Optional<String> text(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }

    private static OptionalDouble number(Message message, String name) {
        var number = message.getHeader(name, Double.class);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private static <T> List<T> values(Message message, String name, Class<T> type) {
        return message.getHeader(name) instanceof List<?> values
                ? values.stream().map(type::cast).toList()
                : List.of();
    }

    /** @param window times that are looked at although nobody asked for them */
    private record Asked(PageQuery<DetectionFilter> query, Optional<TimeRange> window) {}

    private record AskedSummary(SummaryQuery query, Optional<TimeRange> window) {}
}
