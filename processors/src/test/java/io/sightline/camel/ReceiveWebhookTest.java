package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.lifecycle.CommandRequests;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where no secret is set; what is done with one is shown by WebhookIT. */
@ExtendWith(PostgresServer.class)
class ReceiveWebhookTest {
    @Test
    void isNotThereWithoutASecret(TestDatabase database) {
        var webhook = new ReceiveWebhook(
                Optional.empty(), new CommandRequests(database.dataSource()), new SimpleMeterRegistry());
        var exchange = Exchanges.withBody("{\"data\": {\"name\": \"parcels\"}}".getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader("X-MLflow-Delivery-Id", "1");
        exchange.getMessage().setHeader("X-MLflow-Timestamp", "1");
        exchange.getMessage().setHeader("X-MLflow-Signature", "v1,x");

        assertThatThrownBy(() -> webhook.requireSigned(exchange.getMessage()))
                .isInstanceOfSatisfying(PermanentFailure.class, refused -> {
                    assertThat(refused.code()).isEqualTo(FailureCode.NOT_FOUND);
                    assertThat(refused).hasMessageContaining("sightline.mlflow.webhook-secret");
                });
        assertThatThrownBy(() -> webhook.process(exchange))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.SIGNATURE_INVALID));
    }
}
