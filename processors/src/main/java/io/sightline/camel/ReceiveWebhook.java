package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.frame.Identities;
import io.sightline.lifecycle.CommandRequests;
import io.sightline.mlflow.WebhookDelivery;
import io.sightline.mlflow.WebhookEvent;
import io.sightline.mlflow.WebhookSignature;
import io.sightline.mlflow.WebhookVerdict;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Body in: a delivery of MLflow's webhook, its headers beside it. Asks for a look at the model that it is about. Of
 * what is not signed with the secret nothing is read any further, and why it is refused is told to nobody.
 */
public final class ReceiveWebhook implements Processor {
    private static final int LONGEST_NAME = 200;

    private final Optional<WebhookSignature> signature;
    private final CommandRequests requests;
    private final MeterRegistry meters;

    /** @param signature empty when there is no secret: then nothing is believed */
    public ReceiveWebhook(Optional<WebhookSignature> signature, CommandRequests requests, MeterRegistry meters) {
        this.signature = signature;
        this.requests = requests;
        this.meters = meters;
    }

    /**
     * Refuses what cannot be believed by its headers, before its body is read.
     *
     * @throws PermanentFailure NOT_FOUND without a secret, SIGNATURE_INVALID without a signature
     */
    public void requireSigned(Message message) {
        if (signature.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.NOT_FOUND, "There is no webhook here: sightline.mlflow.webhook-secret is not set.");
        }
        var delivery = delivery(message, new byte[0]);
        if (delivery.id() == null || delivery.timestamp() == null || delivery.signature() == null) {
            count(WebhookVerdict.FORGED);
            throw refused();
        }
    }

    @Override
    public void process(Exchange exchange) throws SQLException {
        var message = exchange.getMessage();
        var body = message.getBody(byte[].class);
        var delivery = delivery(message, body);
        var verdict = signature.map(known -> known.judge(delivery)).orElse(WebhookVerdict.FORGED);
        count(verdict);
        // One that comes again is asked for again: the first time may have failed, and another process may have had it.
        if (delivery.id() == null || verdict == WebhookVerdict.FORGED || verdict == WebhookVerdict.UNTIMELY) {
            throw refused();
        }
        var model = nameOf(WebhookEvent.parse(body));
        CallNotes.of(exchange).ifPresent(notes -> notes.aboutModel(model));
        requests.look(Identities.look(delivery.id()), model);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        JsonBody.set(message, Map.of("model", model));
    }

    private static String nameOf(WebhookEvent event) {
        var name = event.model();
        if (name.length() > LONGEST_NAME || name.codePoints().anyMatch(Quotation::isControl)) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "A model's name has at most " + LONGEST_NAME + " characters and no control characters, was "
                            + Quotation.of(name) + ".");
        }
        return name;
    }

    private static WebhookDelivery delivery(Message message, byte[] body) {
        return new WebhookDelivery(
                header(message, WebhookDelivery.ID),
                header(message, WebhookDelivery.TIMESTAMP),
                header(message, WebhookDelivery.SIGNATURE),
                body);
    }

    private static @Nullable String header(Message message, String name) {
        return message.getHeader(name, String.class);
    }

    private static PermanentFailure refused() {
        return new PermanentFailure(FailureCode.SIGNATURE_INVALID, "The delivery is not signed as it must be.");
    }

    private void count(WebhookVerdict verdict) {
        meters.counter(
                        "sightline.mlflow.webhook.deliveries",
                        "verdict",
                        verdict.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
