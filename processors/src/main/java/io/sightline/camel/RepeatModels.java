package io.sightline.camel;

import io.sightline.lifecycle.RepeatAnnouncements;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body out: whether something is announced once more, because the topic of models has lost it. */
public final class RepeatModels implements Processor {
    private final RepeatAnnouncements repeats;

    public RepeatModels(RepeatAnnouncements repeats) {
        this.repeats = repeats;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(repeats.run());
    }
}
