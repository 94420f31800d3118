package io.sightline.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@link PostWebhook} as a bean of webhook-sink, whose arguments {@link EncodedProperty} has made. */
public final class KameletWebhook implements Processor {
    private final PostWebhook webhook;

    public KameletWebhook(String url, String secret, String timeout) {
        webhook = new PostWebhook(
                EncodedProperty.decoded(url), EncodedProperty.decoded(secret), EncodedProperty.decoded(timeout));
    }

    /** @throws InterruptedException and the failures of {@link PostWebhook#process(Exchange)} */
    @Override
    public void process(Exchange exchange) throws InterruptedException {
        webhook.process(exchange);
    }
}
