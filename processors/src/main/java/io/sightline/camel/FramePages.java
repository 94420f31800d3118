package io.sightline.camel;

import io.sightline.frame.SourceId;
import io.sightline.query.DefaultWindow;
import io.sightline.query.FrameFilter;
import io.sightline.query.FramePage;
import io.sightline.query.PageQuery;
import io.sightline.query.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The two steps around the SQL of a page of frames. */
public final class FramePages {
    private static final String ASKED = "sightline.frameQuery";

    private final DefaultWindow length;
    private final Clock clock;

    /** @param length how far back a query looks that does not say how far and that no index serves */
    public FramePages(DefaultWindow length, Clock clock) {
        this.length = length;
        this.clock = clock;
    }

    /** Headers in: the filters. Body out: named parameters of the SQL, with the caller's sources. */
    public void ask(Exchange exchange) {
        var message = exchange.getMessage();
        var rule = CurrentCaller.of(exchange).sources();
        var filter = new FrameFilter(
                SourceId.filter(Optional.ofNullable(message.getHeader("source", String.class))),
                new TimeRange(
                        Optional.ofNullable(message.getHeader("since", Instant.class)),
                        Optional.ofNullable(message.getHeader("until", Instant.class))));
        var query = PageQuery.of(
                filter,
                message.getHeader("limit", Integer.class),
                Optional.ofNullable(message.getHeader("cursor", String.class)));
        var window = query.window(rule, length, clock.instant());
        exchange.setProperty(ASKED, new Asked(query, window));
        message.setBody(query.sqlParameters(rule, window));
    }

    /** Body in: rows. Body out: the page. */
    @SuppressWarnings("unchecked")
    public void answer(Exchange exchange) {
        var asked = exchange.getProperty(ASKED, Asked.class);
        var rows = (List<Map<String, Object>>) exchange.getMessage().getBody(List.class);
        JsonBody.set(exchange.getMessage(), FramePage.of(asked.query(), asked.window(), rows));
    }

    /** @param window times that are looked at although nobody asked for them */
    private record Asked(PageQuery<FrameFilter> query, Optional<TimeRange> window) {}
}
