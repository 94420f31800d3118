package io.sightline.camel;

import io.sightline.lifecycle.WatchSwaps;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body out: whether something is announced now, because a version fared badly. */
public final class WatchModels implements Processor {
    private final WatchSwaps watch;

    public WatchModels(WatchSwaps watch) {
        this.watch = watch;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(watch.look());
    }
}
