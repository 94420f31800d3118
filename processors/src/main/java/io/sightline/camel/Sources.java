package io.sightline.camel;

import io.sightline.frame.v1.FrameReceived;
import io.sightline.source.Source;
import io.sightline.source.SourceCache;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Looks the source of {@link Keys#FRAME} up and remembers it; what it finds is {@link Keys#SOURCE}. */
public final class Sources {
    private final SourceCache cache;

    public Sources(SourceCache cache) {
        this.cache = cache;
    }

    /** Sets {@link Keys#SOURCE} when the source was read lately. */
    public void find(Exchange exchange) {
        cache.find(idOf(exchange)).ifPresent(source -> exchange.setProperty(Keys.SOURCE, source));
    }

    /** Body in: the rows of table {@code source} with this id, one or none. */
    @SuppressWarnings("unchecked")
    public void remember(Exchange exchange) {
        var rows = (List<Map<String, @Nullable Object>>) exchange.getMessage().getBody(List.class);
        var source = rows.isEmpty() ? Source.unknown(idOf(exchange)) : Source.fromRow(rows.get(0));
        cache.remember(source);
        exchange.setProperty(Keys.SOURCE, source);
    }

    private static String idOf(Exchange exchange) {
        return exchange.getProperty(Keys.FRAME, FrameReceived.class).getSourceId();
    }
}
